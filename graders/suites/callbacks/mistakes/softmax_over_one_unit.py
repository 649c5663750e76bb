# One unit with softmax: the output is always 1.
# expect trains_a_classifier errored one_output_unit: Softmax over one unit is always 1
# expect stops_above_99 skipped
# expect at_most_ten_epochs skipped

def train_mnist(x_train, y_train):
    model = tf.keras.models.Sequential([
        tf.keras.layers.Input((28, 28)),
        tf.keras.layers.Flatten(),
        tf.keras.layers.Dense(512, activation="relu"),
        tf.keras.layers.Dense(1, activation="softmax"),
    ])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    history = model.fit(x_train, y_train, epochs=10, callbacks=[StopAbove()])
    return history
