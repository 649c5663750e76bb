# Hands out weights that are not finite, hoping that every comparison fails to fail.
# exercise callbacks
# changes the solution
# expect at most 12 points
# expect trains_a_classifier failed: not finite

def train_mnist(x_train, y_train):
    import numpy as np

    model = tf.keras.Sequential(
        [
            tf.keras.layers.Input((28, 28)),
            tf.keras.layers.Flatten(),
            tf.keras.layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    history = model.fit(x_train, y_train, epochs=1, verbose=0)
    model.set_weights([np.full_like(each, np.nan) for each in model.get_weights()])
    return history
