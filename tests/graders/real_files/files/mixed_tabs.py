# A tab where four spaces are meant, as editors show it today.
# stops myCallback
# call sign [-2] -> -1
# note Tabs and spaces are mixed

import tensorflow as tf

class myCallback(tf.keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs={}):
	if logs.get("accuracy") > 0.6:
	    self.model.stop_training = True

def sign(x):
    if x < 0:
	return -1
    return 1
