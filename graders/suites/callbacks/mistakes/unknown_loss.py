# A loss whose name is misspelt.
# expect trains_a_classifier errored unknown_name: Keras knows no loss called sparse_categorial_crossentropy
# expect stops_above_99 skipped
# expect at_most_ten_epochs skipped

def train_mnist(x_train, y_train):
    model = tf.keras.models.Sequential([
        tf.keras.layers.Input((28, 28)),
        tf.keras.layers.Flatten(),
        tf.keras.layers.Dense(512, activation="relu"),
        tf.keras.layers.Dense(10, activation="softmax"),
    ])
    model.compile(optimizer="adam", loss="sparse_categorial_crossentropy", metrics=["accuracy"])
    history = model.fit(x_train, y_train, epochs=10, callbacks=[StopAbove()])
    return history
