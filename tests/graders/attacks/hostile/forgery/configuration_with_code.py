# Lets get_config return a Lambda layer, whose code would run where the model is evaluated.
# exercise callbacks
# changes the solution
# expect at most 12 points
# expect trains_a_classifier failed: cannot leave the sandbox

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
    layer = {"module": "keras.layers", "class_name": "Lambda", "registered_name": None}
    layer["config"] = {"name": "own", "function": {"class_name": "__lambda__", "config": {"code": "4wEAAAA="}}}
    tf.keras.Sequential.get_config = lambda self: {"name": "own", "layers": [layer]}
    return history
