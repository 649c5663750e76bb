# Imports a module that was handed in beside it.
# stops myCallback
# call scaled [510] -> 2.0
# quiet

import tensorflow as tf
from my_layers import scale
import my_layers as more

def scaled(x):
    return scale(x) * more.ONE

class myCallback(tf.keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs={}):
        if logs.get("accuracy") > 0.6:
            print("\nReached 60% accuracy so cancelling training!")
            self.model.stop_training = True

