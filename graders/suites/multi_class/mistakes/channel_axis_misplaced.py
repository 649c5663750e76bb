# Adds the channel axis after the first one.
# expect adds_channel_axis failed channel_axis_misplaced: is not the last one
# expect keeps_validation_pictures skipped

def train_val_generators(training_images, training_labels, validation_images, validation_labels):
    training_images = np.expand_dims(training_images, axis=1)
    validation_images = np.expand_dims(validation_images, axis=1)
    train_datagen = tf.keras.preprocessing.image.ImageDataGenerator(rescale=1 / 255)
    validation_datagen = tf.keras.preprocessing.image.ImageDataGenerator(rescale=1 / 255)
    train_generator = train_datagen.flow(x=training_images, y=training_labels, batch_size=32)
    validation_generator = validation_datagen.flow(x=validation_images, y=validation_labels, batch_size=32)
    return train_generator, validation_generator
