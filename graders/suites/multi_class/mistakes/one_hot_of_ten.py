# Makes one-hot rows of ten columns.
# expect keeps_labels failed wrong_one_hot: a column for every number from 0 to 10

def train_val_generators(training_images, training_labels, validation_images, validation_labels):
    training_images = np.expand_dims(training_images, axis=3)
    validation_images = np.expand_dims(validation_images, axis=3)
    train_datagen = tf.keras.preprocessing.image.ImageDataGenerator(rescale=1 / 255, rotation_range=10, horizontal_flip=True)
    validation_datagen = tf.keras.preprocessing.image.ImageDataGenerator(rescale=1 / 255)
    train_generator = train_datagen.flow(x=training_images, y=np.eye(10)[np.minimum(training_labels, 9).astype(int)], batch_size=32)
    validation_generator = validation_datagen.flow(x=validation_images, y=np.eye(10)[np.minimum(validation_labels, 9).astype(int)], batch_size=32)
    return train_generator, validation_generator
