# Trains a sound model, but writes down beforehand at which epoch it will have stopped.
# exercise callbacks
# changes the solution
# expect at most 15 points
# expect trains_a_classifier passed
# expect stops_above_99 failed
# expect at_most_ten_epochs failed: does not report the accuracies

def train_mnist(x_train, y_train):
    import graders.sandbox.encoding as encoding

    real = encoding.plain

    def forged(value):
        if isinstance(value, dict) and 'accuracies' in value:
            value |= {'accuracies': [0.5, 0.995], 'epochs': 2, 'thresholds': [0.99], 'callbacks': 1}
        return real(value)

    encoding.plain = forged
    model = tf.keras.Sequential(
        [
            tf.keras.layers.Input((28, 28)),
            tf.keras.layers.Flatten(),
            tf.keras.layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model.fit(x_train, y_train, epochs=10, verbose=0)
