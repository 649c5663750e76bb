# Changes the brightness of rescaled pictures with a layer that expects values up to 255.
# expect rescales failed value_range: RandomBrightness expects pixels up to 255
# expect augments_training failed augmented_too_much: hardly anything is left
# expect closes_gap failed
# expect recognises_new_pets failed

def train_val_generators(TRAINING_DIR, VALIDATION_DIR):
    def read(folder):
        return tf.keras.utils.image_dataset_from_directory(folder, image_size=(150, 150), batch_size=10)

    augment = tf.keras.Sequential([tf.keras.layers.RandomFlip("horizontal"), tf.keras.layers.RandomBrightness(0.2)])
    train = read(TRAINING_DIR).map(lambda x, y: (augment(x / 255.0, training=True), y))
    return train, read(VALIDATION_DIR).map(lambda x, y: (x / 255.0, y))
