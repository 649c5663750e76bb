import tensorflow as tf

AUTOTUNE = tf.data.AUTOTUNE

augment = tf.keras.Sequential(
    [
        tf.keras.layers.RandomFlip("horizontal"),
        tf.keras.layers.RandomRotation(30 / 360, fill_mode="nearest"),
        tf.keras.layers.RandomTranslation(0.1, 0.1, fill_mode="nearest"),
        tf.keras.layers.RandomZoom((-0.15, 0.15), fill_mode="nearest"),
    ]
)


def train_val_generators(TRAINING_DIR, VALIDATION_DIR):
    train = tf.keras.utils.image_dataset_from_directory(TRAINING_DIR, image_size=(150, 150), batch_size=10, seed=1)
    validation = tf.keras.utils.image_dataset_from_directory(VALIDATION_DIR, image_size=(150, 150), shuffle=False)
    rescale = tf.keras.layers.Rescaling(1 / 255)
    train = train.map(lambda x, y: (rescale(x), y)).cache()
    train = train.map(lambda x, y: (augment(x, training=True), y), num_parallel_calls=AUTOTUNE).prefetch(AUTOTUNE)
    return train, validation.map(lambda x, y: (rescale(x), y)).cache()


def create_model():
    model = tf.keras.Sequential(
        [
            tf.keras.layers.Input((150, 150, 3)),
            tf.keras.layers.Conv2D(16, 5, strides=3, activation="relu"),
            tf.keras.layers.MaxPooling2D(),
            tf.keras.layers.Conv2D(32, 3, activation="relu"),
            tf.keras.layers.MaxPooling2D(),
            tf.keras.layers.Conv2D(32, 3, activation="relu"),
            tf.keras.layers.Flatten(),
            tf.keras.layers.Dense(64, activation="relu"),
            tf.keras.layers.Dense(2, activation="softmax"),
        ]
    )
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model
