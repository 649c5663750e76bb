# Trains for a single epoch.
# expect stops_above_99 failed too_few_epochs: never passed 0.99

def train_mnist(x_train, y_train):
    model = tf.keras.models.Sequential([
        tf.keras.layers.Input((28, 28)),
        tf.keras.layers.Flatten(),
        tf.keras.layers.Dense(512, activation="relu"),
        tf.keras.layers.Dense(10, activation="softmax"),
    ])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    history = model.fit(x_train, y_train, epochs=1, callbacks=[StopAbove()])
    return history
