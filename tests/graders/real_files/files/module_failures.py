# A chain of failures at the top is told once, by its first cause.
# stops myCallback
# call mean [[1, 3]] -> 2.0
# note Line 10: ModuleNotFoundError: No module named 'cv2'
# notes 1

import numpy as np
import tensorflow as tf

import cv2
picture = cv2.imread('cat.jpg')
grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
print(grey.shape)
del grey

def mean(values):
    return float(np.mean(values))

class myCallback(tf.keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs={}):
        if logs.get("accuracy") > 0.6:
            print("\nReached 60% accuracy so cancelling training!")
            self.model.stop_training = True

