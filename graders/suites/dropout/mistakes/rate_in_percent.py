# A rate in per cent.
# expect builds_model errored dropout_rate_in_percent: a share, not per cent
# expect places_dropout skipped
# expect answers_steadily skipped
# expect learns skipped
# expect closes_gap skipped

def create_model():
    model = tf.keras.models.Sequential([
        tf.keras.layers.Input(shape=(28, 28, 1)),
        tf.keras.layers.Flatten(),
        tf.keras.layers.Dense(256, activation="relu"),
        tf.keras.layers.Dropout(50),
        tf.keras.layers.Dense(10, activation="softmax"),
    ])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model
