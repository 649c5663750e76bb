# Has the loss for one-hot labels, and labels that are whole numbers.
# expect trains failed wrong_loss_for_integer_labels: Your generators yield whole numbers
# expect recognises_new_animals skipped

def create_model():
    model = tf.keras.models.Sequential(
        [
            tf.keras.layers.Input(shape=(28, 28, 1)),
            tf.keras.layers.Conv2D(16, (3, 3), activation="relu"),
            tf.keras.layers.MaxPooling2D(3, 3),
            tf.keras.layers.Flatten(),
            tf.keras.layers.Dense(11, activation="softmax"),
        ]
    )
    model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
    return model
