# Calls preprocessing layers with training=False.
# expect augments_training failed not_augmented: as they are in their folder
# expect closes_gap failed
# expect recognises_new_pets failed

def train_val_generators(TRAINING_DIR, VALIDATION_DIR):
    def read(folder):
        return tf.keras.utils.image_dataset_from_directory(folder, image_size=(150, 150), batch_size=10)

    augment = tf.keras.Sequential(
        [
            tf.keras.layers.RandomFlip("horizontal"),
            tf.keras.layers.RandomRotation(0.08),
            tf.keras.layers.RandomTranslation(0.1, 0.1),
            tf.keras.layers.RandomZoom(0.15),
        ]
    )

    train = read(TRAINING_DIR).map(lambda x, y: (augment(x / 255.0, training=False), y))
    return train, read(VALIDATION_DIR).map(lambda x, y: (x / 255.0, y))
