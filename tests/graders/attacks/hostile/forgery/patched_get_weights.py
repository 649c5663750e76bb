# Lets get_weights return arrays of another model's shapes, without end.
# exercise callbacks
# changes the solution
# expect at most 12 points
# expect trains_a_classifier failed: cannot be run

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
    tf.keras.Model.get_weights = lambda self: [np.ones((784, 10), "float32"), np.ones((9,), "float32")] * 3
    return history
