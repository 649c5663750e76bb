import numpy as np
import tensorflow as tf


def dropout(x, rate, rng, training=True):
    result = np.array(x, dtype=x.dtype if np.issubdtype(x.dtype, np.floating) else "float64")
    if training:
        flat = result.ravel()
        for i in range(len(flat)):
            if rng.random() < rate:
                flat[i] = 0
            else:
                flat[i] = flat[i] / (1 - rate)
        result = flat.reshape(x.shape)
    return result


def create_model():
    model = tf.keras.Sequential()
    model.add(tf.keras.layers.Conv2D(16, (3, 3), activation='relu', input_shape=(28, 28, 1)))
    model.add(tf.keras.layers.MaxPooling2D(2, 2))
    model.add(tf.keras.layers.SpatialDropout2D(0.2))
    model.add(tf.keras.layers.Flatten())
    model.add(tf.keras.layers.Dense(256, activation='relu'))
    model.add(tf.keras.layers.Dropout(0.5))
    model.add(tf.keras.layers.Dense(10, activation='softmax'))
    model.compile('adam', 'sparse_categorical_crossentropy', metrics=['accuracy'])
    return model
