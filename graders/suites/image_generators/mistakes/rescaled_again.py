# Divides by 255 a second time, inside the model.
# expect recognises_new_faces failed learns_too_little: cannot tell happy from sad
# expect learns_all_pictures failed: Accuracy
# expect stops_in_time skipped

def train_happy_sad_model(train_generator):
    model = tf.keras.models.Sequential([
        tf.keras.layers.Input(shape=(150, 150, 3)),
        tf.keras.layers.Rescaling(1 / 255),
        tf.keras.layers.AveragePooling2D(3),
        tf.keras.layers.Conv2D(16, (3, 3), activation="relu"),
        tf.keras.layers.MaxPooling2D(2),
        tf.keras.layers.Conv2D(32, (3, 3), activation="relu"),
        tf.keras.layers.MaxPooling2D(2),
        tf.keras.layers.Flatten(),
        tf.keras.layers.Dense(64, activation="relu"),
        tf.keras.layers.Dense(1, activation="sigmoid"),
    ])
    model.compile(optimizer="sgd", loss="binary_crossentropy", metrics=["accuracy"])
    history = model.fit(train_generator, epochs=15, callbacks=[StopAbove()])
    return history
