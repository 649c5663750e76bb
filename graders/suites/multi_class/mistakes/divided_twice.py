# Divides by 255, and has the generators do it again.
# expect rescales failed divided_twice: divided by 255 twice
# expect keeps_validation_pictures skipped

def train_val_generators(training_images, training_labels, validation_images, validation_labels):
    training_images = np.expand_dims(training_images, axis=3) / 255.0
    validation_images = np.expand_dims(validation_images, axis=3) / 255.0
    train_datagen = tf.keras.preprocessing.image.ImageDataGenerator(rescale=1 / 255, rotation_range=10, horizontal_flip=True)
    validation_datagen = tf.keras.preprocessing.image.ImageDataGenerator(rescale=1 / 255)
    train_generator = train_datagen.flow(x=training_images, y=training_labels, batch_size=32)
    validation_generator = validation_datagen.flow(x=validation_images, y=validation_labels, batch_size=32)
    return train_generator, validation_generator
