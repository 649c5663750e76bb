# A learning rate at which nothing moves.
# expect learns failed learns_too_little: right too seldom on new pictures
# expect closes_gap skipped

def create_model():
    model = tf.keras.models.Sequential([
        tf.keras.layers.Input(shape=(28, 28, 1)),
        tf.keras.layers.Flatten(),
        tf.keras.layers.Dense(256, activation="relu"),
        tf.keras.layers.Dropout(0.5),
        tf.keras.layers.Dense(10, activation="softmax"),
    ])
    model.compile(optimizer=tf.keras.optimizers.SGD(1e-5), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model
