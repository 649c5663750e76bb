import numpy as np
import tensorflow as tf


def house_model():
    bedrooms = np.array([1.0, 2.0, 3.0, 4.0, 5.0, 6.0])
    prices = 0.5 + 0.5 * bedrooms
    model = tf.keras.Sequential(
        [
            tf.keras.layers.Input(shape=(1,)),
            tf.keras.layers.Dense(units=1),
        ]
    )
    model.compile(optimizer=tf.keras.optimizers.SGD(learning_rate=0.03), loss="mean_squared_error")
    model.fit(bedrooms, prices, epochs=500, verbose=0)
    return model
