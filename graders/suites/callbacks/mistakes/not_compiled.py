# Fits a model that was never compiled.
# expect trains_a_classifier errored not_compiled: Call model.compile
# expect stops_above_99 skipped
# expect at_most_ten_epochs skipped

def train_mnist(x_train, y_train):
    model = tf.keras.models.Sequential([
        tf.keras.layers.Input((28, 28)),
        tf.keras.layers.Flatten(),
        tf.keras.layers.Dense(512, activation="relu"),
        tf.keras.layers.Dense(10, activation="softmax"),
    ])
    history = model.fit(x_train, y_train, epochs=10, callbacks=[StopAbove()])
    return history
