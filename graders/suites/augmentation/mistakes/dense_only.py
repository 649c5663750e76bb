# No convolution at all.
# expect builds_model failed too_few_conv2d: with a MaxPooling2D after each
# expect fits skipped
# expect closes_gap skipped
# expect recognises_new_pets skipped

def create_model():
    model = tf.keras.models.Sequential([
        tf.keras.layers.Input(shape=(150, 150, 3)),
        tf.keras.layers.AveragePooling2D(3),
        tf.keras.layers.Flatten(),
        tf.keras.layers.Dense(64, activation="relu"),
        tf.keras.layers.Dense(1, activation="sigmoid"),
    ])
    model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
    return model
