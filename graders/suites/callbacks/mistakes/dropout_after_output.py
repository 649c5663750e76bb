# Dropout behind the output layer throws away answers, so training never gets good.
# expect stops_above_99 failed dropout_after_output: Dropout stands after the output layer

def train_mnist(x_train, y_train):
    model = tf.keras.models.Sequential([
        tf.keras.layers.Input((28, 28)),
        tf.keras.layers.Flatten(),
        tf.keras.layers.Dense(512, activation="relu"),
        tf.keras.layers.Dense(10, activation="softmax"),
        tf.keras.layers.Dropout(0.2),
    ])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    history = model.fit(x_train, y_train, epochs=10, callbacks=[StopAbove()])
    return history
