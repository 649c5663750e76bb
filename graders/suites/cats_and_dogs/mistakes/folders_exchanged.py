# Returns the generators in the wrong order.
# expect reads_own_folders failed folders_exchanged: Training comes first
# expect leaves_validation_as_it_is skipped
# expect any_folder skipped

def train_val_generators(TRAINING_DIR, VALIDATION_DIR):
    train_datagen = tf.keras.preprocessing.image.ImageDataGenerator(rescale=1 / 255)
    train_generator = train_datagen.flow_from_directory(
        directory=TRAINING_DIR, target_size=(150, 150), batch_size=20, class_mode="binary"
    )
    validation_datagen = tf.keras.preprocessing.image.ImageDataGenerator(rescale=1 / 255)
    validation_generator = validation_datagen.flow_from_directory(
        directory=VALIDATION_DIR, target_size=(150, 150), batch_size=20, class_mode="binary"
    )
    return validation_generator, train_generator
