# The size of another lesson, in both.
# expect sizes_pictures failed wrong_target_size: target_size=(150, 150)
# expect leaves_validation_as_it_is skipped

def train_val_generators(TRAINING_DIR, VALIDATION_DIR):
    train_datagen = tf.keras.preprocessing.image.ImageDataGenerator(rescale=1 / 255)
    train_generator = train_datagen.flow_from_directory(
        directory=TRAINING_DIR, target_size=(300, 300), batch_size=20, class_mode="binary"
    )
    validation_datagen = tf.keras.preprocessing.image.ImageDataGenerator(rescale=1 / 255)
    validation_generator = validation_datagen.flow_from_directory(
        directory=VALIDATION_DIR, target_size=(300, 300), batch_size=20, class_mode="binary"
    )
    return train_generator, validation_generator
