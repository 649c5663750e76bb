import numpy as np
import keras
from keras import layers


def dropout(values, p, generator, is_training=True):
    values = np.asarray(values)
    if values.dtype.kind != "f":
        values = values.astype(np.float64)
    if not is_training or p <= 0.0:
        return values.copy()
    if p >= 1.0:
        return np.zeros_like(values)
    mask = generator.binomial(1, 1.0 - p, size=values.shape).astype(values.dtype)
    return values * mask * values.dtype.type(1.0 / (1.0 - p))


def create_model():
    inputs = keras.Input((28, 28, 1))
    x = layers.Flatten()(inputs)
    x = layers.Dropout(0.2)(x)
    x = layers.Dense(384)(x)
    x = layers.ReLU()(x)
    x = layers.Dropout(rate=0.6)(x)
    model = keras.Model(inputs, layers.Dense(10)(x))
    model.compile(
        optimizer=keras.optimizers.RMSprop(0.001),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=[keras.metrics.SparseCategoricalAccuracy(name="accuracy")],
    )
    return model
