# Trains for up to 20 epochs.
# expect at_most_ten_epochs failed too_many_epochs: must end after 10 epochs

def train_mnist(x_train, y_train):
    model = tf.keras.models.Sequential([
        tf.keras.layers.Input((28, 28)),
        tf.keras.layers.Flatten(),
        tf.keras.layers.Dense(512, activation="relu"),
        tf.keras.layers.Dense(10, activation="softmax"),
    ])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    history = model.fit(x_train, y_train, epochs=20, callbacks=[StopAbove()])
    return history
