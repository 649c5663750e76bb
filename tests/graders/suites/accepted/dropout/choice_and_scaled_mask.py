import numpy
import tensorflow


def dropout(x, rate, rng, training=True):
    """Inverted dropout, with a mask that is scaled and has the type of x."""
    if not training:
        return x
    keep_prob = 1 - rate
    if keep_prob == 0:
        return x * 0.0
    mask = rng.choice([0.0, 1.0], size=x.shape, p=[rate, keep_prob]) / keep_prob
    result = numpy.multiply(x, mask)
    return result if x.dtype.kind == "i" else result.astype(x.dtype)


def create_model(rate=0.5):
    hidden = tensorflow.keras.Sequential(
        [
            tensorflow.keras.layers.Dense(256, activation="relu"),
            tensorflow.keras.layers.Dropout(rate),
            tensorflow.keras.layers.Dense(128, activation="relu"),
            tensorflow.keras.layers.Dropout(rate),
        ]
    )
    model = tensorflow.keras.Sequential(
        [
            tensorflow.keras.Input((28, 28, 1)),
            tensorflow.keras.layers.Flatten(),
            hidden,
            tensorflow.keras.layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile(
        optimizer=tensorflow.keras.optimizers.Adam(),
        loss=tensorflow.keras.losses.SparseCategoricalCrossentropy(),
        metrics=["accuracy"],
    )
    return model
