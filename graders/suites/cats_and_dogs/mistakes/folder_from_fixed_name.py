# Finds the validation folder by exchanging a name in the path.
# expect any_folder failed other_pictures: as they are

def train_val_generators(TRAINING_DIR, VALIDATION_DIR):
    train_datagen = tf.keras.preprocessing.image.ImageDataGenerator(rescale=1 / 255)
    train_generator = train_datagen.flow_from_directory(
        directory=TRAINING_DIR, target_size=(150, 150), batch_size=20, class_mode="binary"
    )
    validation_datagen = tf.keras.preprocessing.image.ImageDataGenerator(rescale=1 / 255)
    validation_generator = validation_datagen.flow_from_directory(
        directory=TRAINING_DIR.replace("training", "validation"), target_size=(150, 150), batch_size=20, class_mode="binary"
    )
    return train_generator, validation_generator
