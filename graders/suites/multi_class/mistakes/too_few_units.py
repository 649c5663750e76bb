# Counts the classes, and forgets that their numbers have a gap.
# expect answers_every_label failed units_do_not_match_classes: There are ten classes, but number 6 is left out
# expect trains skipped
# expect recognises_new_animals skipped

def create_model():
    model = tf.keras.models.Sequential(
        [
            tf.keras.layers.Input(shape=(28, 28, 1)),
            tf.keras.layers.Conv2D(16, (3, 3), activation="relu"),
            tf.keras.layers.MaxPooling2D(3, 3),
            tf.keras.layers.Flatten(),
            tf.keras.layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model
