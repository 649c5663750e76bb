import os

import numpy as np
import tensorflow as tf


class Folder(tf.keras.utils.Sequence):
    """Reads a folder by hand, a few pictures at a time."""

    def __init__(self, directory, batch_size=6):
        super().__init__()
        self.files = [
            (os.path.join(directory, name, file), label)
            for label, name in enumerate(sorted(os.listdir(directory)))
            for file in sorted(os.listdir(os.path.join(directory, name)))
        ]
        self.batch_size = batch_size

    def __len__(self):
        return -(-len(self.files) // self.batch_size)

    def __getitem__(self, number):
        part = self.files[number * self.batch_size:(number + 1) * self.batch_size]
        pictures = [tf.keras.utils.img_to_array(tf.keras.utils.load_img(path, target_size=(150, 150))) for path, _ in part]
        return np.array(pictures) / 255, np.array([label for _, label in part])


def train_val_generators(TRAINING_DIR, VALIDATION_DIR):
    return Folder(TRAINING_DIR), Folder(VALIDATION_DIR)


def create_model():
    # No Input: the model takes pictures of any size.
    model = tf.keras.Sequential([
        tf.keras.layers.AveragePooling2D(3),
        tf.keras.layers.Conv2D(16, 3, activation=tf.nn.relu),
        tf.keras.layers.MaxPooling2D(),
        tf.keras.layers.Conv2D(32, 3, activation=tf.nn.relu),
        tf.keras.layers.MaxPooling2D(),
        tf.keras.layers.Conv2D(64, 3, activation=tf.nn.relu),
        tf.keras.layers.MaxPooling2D(),
        tf.keras.layers.Flatten(),
        tf.keras.layers.Dense(64, activation=tf.nn.relu),
        tf.keras.layers.Dense(1, activation=tf.nn.sigmoid),
    ])
    model.compile('rmsprop', 'bce', metrics=['acc'])
    return model
