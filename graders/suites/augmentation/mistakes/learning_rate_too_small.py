# A learning rate at which nothing moves.
# whole file
# expect closes_gap failed learns_too_little: Look at the learning rate
# expect recognises_new_pets failed learns_too_little: hardly recognises

import tensorflow as tf


def train_val_generators(TRAINING_DIR, VALIDATION_DIR):
    def read(folder):
        return tf.keras.utils.image_dataset_from_directory(folder, image_size=(150, 150), batch_size=10)

    augment = tf.keras.Sequential([tf.keras.layers.RandomFlip("horizontal")])
    train = read(TRAINING_DIR).map(lambda x, y: (augment(x / 255.0, training=True), y))
    return train, read(VALIDATION_DIR).map(lambda x, y: (x / 255.0, y))


def create_model():
    model = tf.keras.models.Sequential([
        tf.keras.layers.Input(shape=(150, 150, 3)),
        tf.keras.layers.AveragePooling2D(5),
        tf.keras.layers.Conv2D(16, (3, 3), activation="relu"),
        tf.keras.layers.MaxPooling2D(2),
        tf.keras.layers.Conv2D(32, (3, 3), activation="relu"),
        tf.keras.layers.MaxPooling2D(2),
        tf.keras.layers.Conv2D(32, (3, 3), activation="relu"),
        tf.keras.layers.MaxPooling2D(2),
        tf.keras.layers.Flatten(),
        tf.keras.layers.Dense(64, activation="relu"),
        tf.keras.layers.Dense(1, activation="sigmoid"),
    ])
    model.compile(optimizer=tf.keras.optimizers.SGD(1e-6), loss="binary_crossentropy", metrics=["accuracy"])
    return model
