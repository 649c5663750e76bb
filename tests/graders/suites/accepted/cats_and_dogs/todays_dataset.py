from pathlib import Path

import keras
import tensorflow as tf

SIZE = (150, 150)


def read(folder, shuffle):
    dataset = keras.utils.image_dataset_from_directory(Path(folder), image_size=SIZE, batch_size=8, shuffle=shuffle)
    return dataset.map(lambda x, y: (tf.cast(x, tf.float32) / 255.0, y)).cache().prefetch(tf.data.AUTOTUNE)


def train_val_generators(training, validation):
    return read(training, True), read(validation, False)


def create_model():
    inputs = keras.Input((*SIZE, 3))
    x = keras.layers.Resizing(50, 50)(inputs)
    for filters in (16, 32, 64):
        x = keras.layers.Conv2D(filters, 3, activation="relu", padding="same")(x)
        x = keras.layers.MaxPooling2D()(x)
    x = keras.layers.Dense(32, activation="relu")(keras.layers.Flatten()(x))
    model = keras.Model(inputs, keras.layers.Dense(2, activation="softmax")(x))
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model
