import math

import numpy as np
import tensorflow as tf


def parse_data_from_input(filename):
    with open(filename) as training_file:
        lines = training_file.read().strip().split("\n")[1:]
    images = np.zeros((len(lines), 28, 28), dtype=np.float32)
    labels = np.zeros(len(lines), dtype=np.int64)
    for number, line in enumerate(lines):
        fields = line.split(",")
        labels[number] = int(fields[0])
        images[number] = np.array_split(np.array(fields[1:], dtype=np.float32), 28)
    return images, labels


class Batches(tf.keras.utils.Sequence):
    def __init__(self, images, labels):
        super().__init__()
        self.images = images.reshape(images.shape + (1,)) / 255.0
        self.labels = labels

    def __len__(self):
        return math.ceil(len(self.labels) / 20)

    def __getitem__(self, index):
        part = slice(index * 20, index * 20 + 20)
        return self.images[part], self.labels[part]


def train_val_generators(training_images, training_labels, validation_images, validation_labels):
    order = np.random.permutation(len(training_labels))
    train_generator = Batches(training_images[order], training_labels[order])
    return train_generator, Batches(validation_images, validation_labels)


def create_model():
    model = tf.keras.Sequential(
        [
            tf.keras.layers.Conv2D(8, 3, activation=tf.nn.relu),
            tf.keras.layers.MaxPooling2D(),
            tf.keras.layers.Flatten(),
            tf.keras.layers.Dense(32, activation=tf.nn.relu),
            tf.keras.layers.Dense(11, activation=tf.nn.softmax),
        ]
    )
    model.compile("adam", tf.keras.losses.SparseCategoricalCrossentropy(), metrics=["accuracy"])
    return model
