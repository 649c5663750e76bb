# Lines of TensorFlow 1 at the top fail without harm.
# stops myCallback
# note Line 12: AttributeError
# note Line 13: AttributeError
# note Line 14: ModuleNotFoundError
# note Line 15: AttributeError
# call twice [2] -> 4

import tensorflow as tf
import tensorflow.compat.v1 as tf1

tf.logging.set_verbosity(tf.logging.ERROR)
tf.enable_eager_execution()
from tensorflow.examples.tutorials.mnist import input_data
sess = tf.Session()
mnist = input_data.read_data_sets('/tmp/data', one_hot=True)
tf1.logging.set_verbosity(tf1.logging.ERROR)
print(tf.test.gpu_device_name())

def twice(x):
    return int(tf.constant(x) * 2)

class myCallback(tf.keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs={}):
        if logs.get("accuracy") > 0.6:
            print("\nReached 60% accuracy so cancelling training!")
            self.model.stop_training = True

