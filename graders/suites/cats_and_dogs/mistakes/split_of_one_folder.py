# Cuts the training folder in two.
# expect reads_own_folders failed split_of_one_folder: leave out validation_split
# expect leaves_validation_as_it_is skipped
# expect any_folder skipped

def train_val_generators(TRAINING_DIR, VALIDATION_DIR):
    train_datagen = tf.keras.preprocessing.image.ImageDataGenerator(rescale=1 / 255, validation_split=0.25)
    train_generator = train_datagen.flow_from_directory(
        directory=TRAINING_DIR, target_size=(150, 150), subset="training", batch_size=20, class_mode="binary"
    )
    validation_datagen = tf.keras.preprocessing.image.ImageDataGenerator(rescale=1 / 255, validation_split=0.25)
    validation_generator = validation_datagen.flow_from_directory(
        directory=TRAINING_DIR, target_size=(150, 150), subset="validation", batch_size=20, class_mode="binary"
    )
    return train_generator, validation_generator
