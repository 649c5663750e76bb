"""Programs as they were written when the notes were: examples for the translator.

A test translates each and runs what comes out with the installed Keras.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class OldProgram:
    """A program of 2019 or earlier.

    Args:
        id: a short name.
        title: what it is, for a button.
        source: Python, also with lines that only a notebook understands.
    """

    id: str
    title: str
    source: str


_CALLBACK = r"""!pip install tensorflow==2.0.0-alpha0
import tensorflow as tf

class myCallback(tf.keras.callbacks.Callback):
  def on_epoch_end(self, epoch, logs={}):
    if(logs.get('acc')>0.6):
      print("\nReached 60% accuracy so cancelling training!")
      self.model.stop_training = True

mnist = tf.keras.datasets.fashion_mnist
(x_train, y_train),(x_test, y_test) = mnist.load_data()
x_train, x_test = x_train / 255.0, x_test / 255.0

callbacks = myCallback()

model = tf.keras.models.Sequential([
  tf.keras.layers.Flatten(input_shape=(28, 28)),
  tf.keras.layers.Dense(512, activation=tf.nn.relu),
  tf.keras.layers.Dense(10, activation=tf.nn.softmax)
])
model.compile(optimizer=tf.optimizers.Adam(),
              loss='sparse_categorical_crossentropy',
              metrics=['acc'])

model.fit(x_train, y_train, epochs=10, callbacks=[callbacks])
"""

_NEURON = """import tensorflow as tf
from tensorflow import keras

xs = [-1.0, 0.0, 1.0, 2.0, 3.0, 4.0]
ys = [-3.0, -1.0, 1.0, 3.0, 5.0, 7.0]

model = keras.Sequential([keras.layers.Dense(units=1, input_shape=[1])])
model.compile(optimizer=keras.optimizers.SGD(lr=0.01), loss='mean_squared_error')
model.fit(xs, ys, epochs=500, verbose=0)

print(model.predict([7.0]))
"""

_HORSES = """import tensorflow as tf
from tensorflow.keras.optimizers import RMSprop
from tensorflow.keras.preprocessing.image import ImageDataGenerator

train_datagen = ImageDataGenerator(rescale=1/255)
validation_datagen = ImageDataGenerator(rescale=1/255)

train_generator = train_datagen.flow_from_directory(
        'horse-or-human/train/',  # one folder for each class
        target_size=(150, 150),
        batch_size=16,
        class_mode='binary')
validation_generator = validation_datagen.flow_from_directory(
        'horse-or-human/validation/',
        target_size=(150, 150),
        batch_size=16,
        class_mode='binary')

model = tf.keras.models.Sequential([
    tf.keras.layers.Conv2D(16, (3,3), activation='relu', input_shape=(150, 150, 3)),
    tf.keras.layers.MaxPooling2D(2, 2),
    tf.keras.layers.Conv2D(32, (3,3), activation='relu'),
    tf.keras.layers.MaxPooling2D(2, 2),
    tf.keras.layers.Flatten(),
    tf.keras.layers.Dense(64, activation='relu'),
    tf.keras.layers.Dense(1, activation='sigmoid')
])
model.compile(loss='binary_crossentropy',
              optimizer=RMSprop(lr=0.001),
              metrics=['acc'])

history = model.fit_generator(
      train_generator,
      steps_per_epoch=8,
      epochs=2,
      validation_data=validation_generator,
      validation_steps=4,
      workers=2)
print(history.history['acc'], history.history['val_acc'])
"""

_AUGMENTED = """from keras import layers
from keras import models
from keras import optimizers
from keras.preprocessing.image import ImageDataGenerator

model = models.Sequential()
model.add(layers.Conv2D(16, (3, 3), activation='relu', input_shape=(150, 150, 3)))
model.add(layers.MaxPooling2D((2, 2)))
model.add(layers.Flatten())
model.add(layers.Dropout(0.5))
model.add(layers.Dense(1, activation='sigmoid'))
model.compile(loss='binary_crossentropy',
              optimizer=optimizers.RMSprop(lr=1e-4),
              metrics=['acc'])

train_datagen = ImageDataGenerator(
    rescale=1./255,
    rotation_range=40,
    width_shift_range=0.2,
    height_shift_range=0.2,
    shear_range=0.2,
    zoom_range=0.2,
    horizontal_flip=True,
    fill_mode='nearest')
test_datagen = ImageDataGenerator(rescale=1./255)  # never change the pictures of the test

train_generator = train_datagen.flow_from_directory(
    'cats-v-dogs/training/', target_size=(150, 150), batch_size=20, class_mode='binary')
test_generator = test_datagen.flow_from_directory(
    'cats-v-dogs/testing/', target_size=(150, 150), batch_size=20, class_mode='binary')

history = model.fit_generator(train_generator, steps_per_epoch=10, epochs=2, verbose=2)
acc = history.history['acc']
test_loss, test_acc = model.evaluate_generator(test_generator, steps=5)
print(acc, test_acc)
model.save_weights('cats_and_dogs.h5')
"""

_IMPORTS = """import numpy as np
from keras.datasets import fashion_mnist
from keras.layers.convolutional import Conv2D, MaxPooling2D
from keras.layers.core import Dense, Flatten
from keras.models import Sequential
from keras.utils import np_utils
from tensorflow.python.keras.callbacks import EarlyStopping
from keras.optimizers import SGD

(x_train, y_train), (x_test, y_test) = fashion_mnist.load_data()
x_train = x_train[:1000].reshape(1000, 28, 28, 1) / 255
x_test = x_test[:500].reshape(500, 28, 28, 1) / 255
labels = np_utils.to_categorical(y_train[:1000], 10)

model = Sequential([
    Conv2D(8, (3, 3), activation='relu', input_shape=(28, 28, 1)),
    MaxPooling2D((2, 2)),
    Flatten(),
    Dense(10, activation='softmax'),
])
model.compile(SGD(lr=0.1, momentum=0.9, decay=1e-6), 'categorical_crossentropy', ['acc'])
stop = EarlyStopping(monitor='val_acc', patience=2)
model.fit(x_train, labels, nb_epoch=4, validation_split=0.2, callbacks=[stop])

print(model.predict_classes(x_test[:5]), y_test[:5])
for layer in model.layers:
    print(layer.name, layer.output_shape)
"""

_TENSORFLOW_1 = """import tensorflow as tf
from tensorflow.keras import backend as K

tf.enable_eager_execution()
tf.logging.set_verbosity(tf.logging.ERROR)
tf.set_random_seed(42)

(x_train, y_train), _ = tf.keras.datasets.fashion_mnist.load_data()
x_train, y_train = x_train[:1000] / 255.0, y_train[:1000]

model = tf.keras.Sequential([
    tf.keras.layers.Flatten(input_shape=(28, 28)),
    tf.keras.layers.Dense(64, activation=tf.nn.relu),
    tf.keras.layers.Dense(10, activation=tf.nn.softmax)
])
model.compile(optimizer=tf.train.AdamOptimizer(0.001),
              loss='sparse_categorical_crossentropy', metrics=['acc'])
model.fit(x_train, y_train, epochs=2)

K.set_value(model.optimizer.lr, 0.0001)
print('learning rate:', K.get_value(model.optimizer.lr))
model.fit(x_train, y_train, epochs=2)
"""

OLD_PROGRAMS = (
    OldProgram("callback", "The notes' callback, as of 2019", _CALLBACK),
    OldProgram("neuron", "One neuron", _NEURON),
    OldProgram("horses", "Horses and humans", _HORSES),
    OldProgram("augmented", "Cats and dogs, augmented", _AUGMENTED),
    OldProgram("imports", "Old imports", _IMPORTS),
    OldProgram("tensorflow-1", "TensorFlow 1", _TENSORFLOW_1),
)
