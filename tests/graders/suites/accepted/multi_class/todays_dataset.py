import numpy as np
import tensorflow as tf


def parse_data_from_input(filename):
    data = np.loadtxt(filename, delimiter=",", skiprows=1, dtype=np.uint8)
    return data[:, 1:].reshape(-1, 28, 28), data[:, 0]


def train_val_generators(training_images, training_labels, validation_images, validation_labels):
    augment = tf.keras.Sequential([tf.keras.layers.RandomFlip("horizontal"), tf.keras.layers.RandomRotation(0.05)])

    def scaled(images, labels):
        images = tf.cast(images[..., tf.newaxis], tf.float32) / 255
        return tf.data.Dataset.from_tensor_slices((images, tf.cast(labels, tf.int32)))

    training = scaled(training_images, training_labels).shuffle(1000).batch(32)
    training = training.map(lambda x, y: (augment(x, training=True), y)).prefetch(tf.data.AUTOTUNE)
    return training, scaled(validation_images, validation_labels).batch(32)


def create_model():
    inputs = tf.keras.Input((28, 28, 1))
    x = inputs
    for filters in (16, 32):
        x = tf.keras.layers.Conv2D(filters, 3, padding="same")(x)
        x = tf.keras.layers.BatchNormalization()(x)
        x = tf.keras.layers.ReLU()(x)
        x = tf.keras.layers.MaxPooling2D()(x)
    x = tf.keras.layers.Flatten()(x)
    x = tf.keras.layers.Dropout(0.3)(x)
    model = tf.keras.Model(inputs, tf.keras.layers.Dense(11)(x))
    model.compile(
        optimizer=tf.keras.optimizers.Adam(),
        loss=tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=[tf.keras.metrics.SparseCategoricalAccuracy()],
    )
    return model
