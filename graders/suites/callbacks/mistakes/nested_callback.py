# The class is written inside train_mnist, for another target; it is read from there.
# expect stops_above_target failed other_threshold: Your callback stops at 0.99
# expect keeps_training_below skipped
# expect stops_real_training skipped
# without myCallback
# without StopAbove

def train_mnist(x_train, y_train):
    class myCallback(tf.keras.callbacks.Callback):
        def on_epoch_end(self, epoch, logs=None):
            if logs.get("accuracy") > 0.99:
                self.model.stop_training = True

    model = tf.keras.models.Sequential([
        tf.keras.layers.Input((28, 28)),
        tf.keras.layers.Flatten(),
        tf.keras.layers.Dense(512, activation="relu"),
        tf.keras.layers.Dense(10, activation="softmax"),
    ])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    history = model.fit(x_train, y_train, epochs=10, callbacks=[myCallback()])
    return history
