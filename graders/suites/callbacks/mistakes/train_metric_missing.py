# Compiled without metrics, so logs holds no accuracy.
# expect trains_a_classifier errored metric_is_none: A comparison met None
# expect stops_above_99 skipped
# expect at_most_ten_epochs skipped

class StopAbove(tf.keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        if logs.get("accuracy") > 0.99:
            self.model.stop_training = True



def train_mnist(x_train, y_train):
    model = tf.keras.models.Sequential([
        tf.keras.layers.Input((28, 28)),
        tf.keras.layers.Flatten(),
        tf.keras.layers.Dense(512, activation="relu"),
        tf.keras.layers.Dense(10, activation="softmax"),
    ])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
    history = model.fit(x_train, y_train, epochs=10, callbacks=[StopAbove()])
    return history
