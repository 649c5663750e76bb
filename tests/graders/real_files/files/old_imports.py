# Imports of earlier Keras versions, each read as what it is called today.
# stops myCallback
# call layers_are_today [] -> true
# call one_hot [2, 3] -> [0, 0, 1]
# note from tensorflow.keras.callbacks import Callback
# note from keras.layers import Conv2D, MaxPooling2D
# note import keras.utils as np_utils
# note from tensorflow.keras.preprocessing.image import ImageDataGenerator
# note import tensorflow.keras.layers as preprocessing

import keras
import tensorflow as tf
from tensorflow.python.keras.callbacks import Callback
from tensorflow.python.keras import backend as K
from tensorflow.python import keras as old_keras
from keras.layers.convolutional import Conv2D, MaxPooling2D
from keras.layers.core import Dense, Flatten
from keras.layers.normalization import BatchNormalization
from keras.utils import np_utils, to_categorical
from keras.engine.topology import Layer
from keras.preprocessing.image import ImageDataGenerator
from tensorflow.keras.layers.experimental import preprocessing
from tensorflow.keras.layers.experimental.preprocessing import RandomFlip
from keras.optimizers import Adam, RMSprop
from keras.optimizer_v2.gradient_descent import SGD

class myCallback(Callback):
    def on_epoch_end(self, epoch, logs=None):
        if logs['accuracy'] > 0.6:
            self.model.stop_training = True

def layers_are_today():
    made = [Conv2D(1, 1), MaxPooling2D(), Dense(1), Flatten(), BatchNormalization(), RandomFlip(),
            old_keras.layers.Dense(1), preprocessing.Rescaling(1 / 255)]
    return all(isinstance(each, keras.layers.Layer) for each in made) and bool(ImageDataGenerator(rescale=1 / 255))

def one_hot(label, classes):
    return [int(x) for x in np_utils.to_categorical(label, classes)]
