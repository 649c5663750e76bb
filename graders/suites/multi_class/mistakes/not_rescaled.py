# Forgets to rescale.
# expect rescales failed not_rescaled: Look at the training pictures. The pixels still go up to 255
# expect keeps_validation_pictures skipped

def train_val_generators(training_images, training_labels, validation_images, validation_labels):
    training_images = np.expand_dims(training_images, axis=3)
    validation_images = np.expand_dims(validation_images, axis=3)
    train_datagen = tf.keras.preprocessing.image.ImageDataGenerator(rotation_range=10)
    validation_datagen = tf.keras.preprocessing.image.ImageDataGenerator()
    train_generator = train_datagen.flow(x=training_images, y=training_labels, batch_size=32)
    validation_generator = validation_datagen.flow(x=validation_images, y=validation_labels, batch_size=32)
    return train_generator, validation_generator
