# A learning rate at which nothing moves.
# expect model_learns failed learns_too_little: Look at the learning rate

def convolutional_model():
    model = tf.keras.models.Sequential([
        tf.keras.layers.Input(shape=(28, 28, 1)),
        tf.keras.layers.Conv2D(16, (3, 3), activation="relu"),
        tf.keras.layers.MaxPooling2D((2, 2)),
        tf.keras.layers.Flatten(),
        tf.keras.layers.Dense(10, activation="softmax"),
    ])
    model.compile(optimizer=tf.keras.optimizers.SGD(learning_rate=1e-7), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model
