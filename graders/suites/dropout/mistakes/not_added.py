# Makes the layer, but does not add it.
# expect places_dropout failed no_dropout: made but not put into the list
# expect learns skipped
# expect closes_gap skipped

def create_model():
    dropout_layer = tf.keras.layers.Dropout(0.5)
    model = tf.keras.models.Sequential([
        tf.keras.layers.Input(shape=(28, 28, 1)),
        tf.keras.layers.Flatten(),
        tf.keras.layers.Dense(256, activation="relu"),
        tf.keras.layers.Dense(10, activation="softmax"),
    ])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model
