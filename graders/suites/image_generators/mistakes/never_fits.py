# Builds and compiles, but never trains.
# expect trains failed no_fit: never called model.fit
# expect returns_result skipped
# expect learns_all_pictures skipped
# expect stops_in_time skipped
# expect recognises_new_faces skipped

def train_happy_sad_model(train_generator):
    model = tf.keras.models.Sequential([
        tf.keras.layers.Input(shape=(150, 150, 3)),
        tf.keras.layers.AveragePooling2D(3),
        tf.keras.layers.Conv2D(16, (3, 3), activation="relu"),
        tf.keras.layers.MaxPooling2D(2),
        tf.keras.layers.Conv2D(32, (3, 3), activation="relu"),
        tf.keras.layers.MaxPooling2D(2),
        tf.keras.layers.Flatten(),
        tf.keras.layers.Dense(64, activation="relu"),
        tf.keras.layers.Dense(1, activation="sigmoid"),
    ])
    model.compile(optimizer=tf.keras.optimizers.Adam(learning_rate=0.002), loss="binary_crossentropy", metrics=["accuracy"])
    return model
