import csv

import numpy as np
import tensorflow as tf


def parse_data_from_input(filename):
    with open(filename, newline="") as file:
        reader = csv.reader(file)
        next(reader)
        rows = np.array([row for row in reader if row], dtype=float)
    return rows[:, 1:].reshape(-1, 28, 28), rows[:, 0]


def train_val_generators(training_images, training_labels, validation_images, validation_labels):
    train_datagen = tf.keras.preprocessing.image.ImageDataGenerator(
        rescale=1 / 255, rotation_range=10, width_shift_range=0.1, height_shift_range=0.1, horizontal_flip=True
    )
    validation_datagen = tf.keras.preprocessing.image.ImageDataGenerator(rescale=1 / 255)
    return (
        train_datagen.flow(np.expand_dims(training_images, axis=-1), training_labels, batch_size=32),
        validation_datagen.flow(np.expand_dims(validation_images, axis=-1), validation_labels, batch_size=32),
    )


def create_model():
    model = tf.keras.models.Sequential(
        [
            tf.keras.layers.Input(shape=(28, 28, 1)),
            tf.keras.layers.Conv2D(16, (3, 3), activation="relu"),
            tf.keras.layers.MaxPooling2D(2, 2),
            tf.keras.layers.Conv2D(32, (3, 3), activation="relu"),
            tf.keras.layers.MaxPooling2D(2, 2),
            tf.keras.layers.Flatten(),
            tf.keras.layers.Dense(64, activation="relu"),
            # Labels go up to 10. That nothing has label 6 only leaves a unit without work.
            tf.keras.layers.Dense(11, activation="softmax"),
        ]
    )
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model
