# Expects pictures in colour, of 150 by 150 pixels.
# expect trains errored input_shape_mismatch: data of another shape
# expect recognises_new_animals skipped

def create_model():
    model = tf.keras.models.Sequential(
        [
            tf.keras.layers.Input(shape=(150, 150, 3)),
            tf.keras.layers.Conv2D(4, (3, 3), strides=4, activation="relu"),
            tf.keras.layers.MaxPooling2D(3, 3),
            tf.keras.layers.Flatten(),
            tf.keras.layers.Dense(11, activation="softmax"),
        ]
    )
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model
