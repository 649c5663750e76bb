# No hidden layer.
# expect builds_model failed too_narrow: at least 256 units
# expect places_dropout skipped
# expect answers_steadily skipped
# expect learns skipped
# expect closes_gap skipped

def create_model():
    model = tf.keras.models.Sequential([
        tf.keras.layers.Input(shape=(28, 28, 1)),
        tf.keras.layers.Flatten(),
        tf.keras.layers.Dropout(0.5),
        tf.keras.layers.Dense(10, activation="softmax"),
    ])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model
