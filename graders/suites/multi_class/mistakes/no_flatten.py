# Forgets Flatten.
# expect answers_every_label failed no_flatten: put Flatten before the Dense layers
# expect trains skipped
# expect recognises_new_animals skipped

def create_model():
    model = tf.keras.models.Sequential(
        [
            tf.keras.layers.Input(shape=(28, 28, 1)),
            tf.keras.layers.Conv2D(16, (3, 3), activation="relu"),
            tf.keras.layers.MaxPooling2D(3, 3),
            tf.keras.layers.Dense(11, activation="softmax"),
        ]
    )
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model
