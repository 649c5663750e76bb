# Patches Model.fit and evaluate to report a training that never happened.
# exercise callbacks
# changes the solution
# expect at most 12 points
# expect trains_a_classifier failed: On easy pictures that it had not seen
# expect stops_above_99 skipped: Skipped

def lying_fit(self, *args, **kwargs):
    history = tf.keras.callbacks.History()
    history.history = {"loss": [1.0, 0.1], "accuracy": [0.5, 0.995]}
    history.epoch = [0, 1]
    return history


def train_mnist(x_train, y_train):
    tf.keras.Model.fit = lying_fit
    tf.keras.Model.evaluate = lambda self, *args, **kwargs: [0.0, 1.0]
    model = tf.keras.Sequential(
        [
            tf.keras.layers.Input((28, 28)),
            tf.keras.layers.Flatten(),
            tf.keras.layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model.fit(x_train, y_train, epochs=10)
