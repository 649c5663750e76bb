# Nothing makes the pictures smaller.
# expect convolves failed no_pooling: put a MaxPooling2D(2, 2) after each Conv2D
# expect answers_with_two_classes failed softmax_over_one_unit: use sigmoid
# expect learns skipped
# expect recognises_new_pictures skipped

def create_model():
    model = tf.keras.models.Sequential([
        tf.keras.layers.Input(shape=(150, 150, 3)),
        tf.keras.layers.Conv2D(2, (3, 3), activation="relu"),
        tf.keras.layers.Conv2D(2, (3, 3), activation="relu"),
        tf.keras.layers.Conv2D(2, (3, 3), activation="relu"),
        tf.keras.layers.Flatten(),
        tf.keras.layers.Dense(1, activation="softmax"),
    ])
    model.compile(optimizer=tf.keras.optimizers.Adam(learning_rate=0.001), loss="binary_crossentropy", metrics=["accuracy"])
    return model
