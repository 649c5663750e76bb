import numpy as np
import tensorflow as tf


def convolve2d(image, kernel):
    image, kernel = np.asarray(image, dtype=np.float64), np.asarray(kernel, dtype=np.float64)
    height = image.shape[0] - kernel.shape[0] + 1
    width = image.shape[1] - kernel.shape[1] + 1
    result = np.zeros((height, width))
    for row in range(height):
        for column in range(width):
            patch = image[row : row + kernel.shape[0], column : column + kernel.shape[1]]
            result[row, column] = np.sum(patch * kernel)
    return result


def max_pool2d(image, size=2):
    image = np.asarray(image)
    height, width = image.shape[0] // size, image.shape[1] // size
    squares = image[: height * size, : width * size].reshape(height, size, width, size)
    return squares.max(axis=(1, 3))


def reshape_and_normalize(images):
    return images.reshape(-1, 28, 28, 1) / 255.0


def convolutional_model():
    model = tf.keras.models.Sequential(
        [
            tf.keras.layers.Input(shape=(28, 28, 1)),
            tf.keras.layers.Conv2D(16, (3, 3), activation="relu"),
            tf.keras.layers.MaxPooling2D((2, 2)),
            tf.keras.layers.Flatten(),
            tf.keras.layers.Dense(32, activation="relu"),
            tf.keras.layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model
