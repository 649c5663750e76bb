# image_dataset_from_directory, which does not rescale.
# expect rescales failed not_rescaled: use rescale=1/255
# expect leaves_validation_as_it_is skipped

def train_val_generators(TRAINING_DIR, VALIDATION_DIR):
    training = tf.keras.utils.image_dataset_from_directory(TRAINING_DIR, image_size=(150, 150), batch_size=20)
    validation = tf.keras.utils.image_dataset_from_directory(VALIDATION_DIR, image_size=(150, 150), batch_size=20)
    return training, validation
