# Reads fixed folders of another machine.
# expect returns_generators errored file_not_found: Use the folders that the function is given
# expect reads_own_folders skipped
# expect sizes_pictures skipped
# expect rescales skipped
# expect labels_pictures skipped
# expect leaves_validation_as_it_is skipped
# expect any_folder skipped

def train_val_generators(TRAINING_DIR, VALIDATION_DIR):
    train_datagen = tf.keras.preprocessing.image.ImageDataGenerator(rescale=1 / 255)
    train_generator = train_datagen.flow_from_directory(
        directory="/content/cats-v-dogs/training/", target_size=(150, 150), batch_size=20, class_mode="binary"
    )
    validation_datagen = tf.keras.preprocessing.image.ImageDataGenerator(rescale=1 / 255)
    validation_generator = validation_datagen.flow_from_directory(
        directory="/content/cats-v-dogs/validation/", target_size=(150, 150), batch_size=20, class_mode="binary"
    )
    return train_generator, validation_generator
