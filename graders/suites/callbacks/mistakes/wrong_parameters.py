# The parameters of train_mnist are gone.
# expect trains_a_classifier errored wrong_number_of_arguments: It is called as train_mnist(x_train, y_train), but yours is train_mnist()
# expect stops_above_99 skipped
# expect at_most_ten_epochs skipped

def train_mnist():
    (x_train, y_train), _ = tf.keras.datasets.fashion_mnist.load_data()
    x_train = x_train / 255.0
    model = tf.keras.models.Sequential([
        tf.keras.layers.Input((28, 28)),
        tf.keras.layers.Flatten(),
        tf.keras.layers.Dense(512, activation="relu"),
        tf.keras.layers.Dense(10, activation="softmax"),
    ])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    history = model.fit(x_train, y_train, epochs=10, callbacks=[StopAbove()])
    return history
