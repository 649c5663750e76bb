# Has a learning rate a thousand times too large.
# expect recognises_new_animals failed does_not_learn: Look at the learning rate

def create_model():
    model = tf.keras.models.Sequential(
        [
            tf.keras.layers.Input(shape=(28, 28, 1)),
            tf.keras.layers.Conv2D(16, (3, 3), activation="relu"),
            tf.keras.layers.MaxPooling2D(3, 3),
            tf.keras.layers.Flatten(),
            tf.keras.layers.Dense(32, activation="relu"),
            tf.keras.layers.Dense(11, activation="softmax"),
        ]
    )
    model.compile(
        optimizer=tf.keras.optimizers.Adam(learning_rate=1.0), loss="sparse_categorical_crossentropy", metrics=["accuracy"]
    )
    return model
