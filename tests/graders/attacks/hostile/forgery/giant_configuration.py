# Lets get_config ask for a layer of a billion units and images of a million pixels a side.
# exercise callbacks
# changes the solution
# expect at most 12 points
# expect trains_a_classifier failed: could not be evaluated

def train_mnist(x_train, y_train):
    model = tf.keras.Sequential(
        [
            tf.keras.layers.Input((28, 28)),
            tf.keras.layers.Flatten(),
            tf.keras.layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    history = model.fit(x_train, y_train, epochs=1, verbose=0)
    config = model.get_config()
    config["layers"][-1]["config"]["units"] = 4_000_000
    tf.keras.Sequential.get_config = lambda self: config
    return history
