# Pictures without labels.
# expect labels_pictures failed no_labels: came without labels

def train_val_generators(TRAINING_DIR, VALIDATION_DIR):
    train_datagen = tf.keras.preprocessing.image.ImageDataGenerator(rescale=1 / 255)
    train_generator = train_datagen.flow_from_directory(
        directory=TRAINING_DIR, target_size=(150, 150), batch_size=20, class_mode=None
    )
    validation_datagen = tf.keras.preprocessing.image.ImageDataGenerator(rescale=1 / 255)
    validation_generator = validation_datagen.flow_from_directory(
        directory=VALIDATION_DIR, target_size=(150, 150), batch_size=20, class_mode=None
    )
    return train_generator, validation_generator
