# Divides by 255 although the pictures are scaled already.
# expect trains_a_classifier failed learns_too_little: do not divide by 255 again
# expect stops_above_99 skipped
# expect at_most_ten_epochs skipped

def train_mnist(x_train, y_train):
    x_train = x_train / 255.0
    model = tf.keras.models.Sequential([
        tf.keras.layers.Input((28, 28)),
        tf.keras.layers.Flatten(),
        tf.keras.layers.Dense(512, activation="relu"),
        tf.keras.layers.Dense(10, activation="softmax"),
    ])
    model.compile(optimizer="sgd", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    history = model.fit(x_train, y_train, epochs=10, callbacks=[StopAbove()])
    return history
