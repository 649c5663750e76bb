# Maps preprocessing layers with training=True over validation as well.
# expect keeps_validation failed validation_augmented: The validation pictures are augmented

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

    def prepare(pictures, labels):
        return augment(pictures / 255.0, training=True), labels

    return read(TRAINING_DIR).map(prepare), read(VALIDATION_DIR).map(prepare)
