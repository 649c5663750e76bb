# Holds a fifth of the training pictures back.
# expect makes_generators failed not_all_pictures: Is a part held back
# expect adds_channel_axis skipped
# expect rescales skipped
# expect keeps_labels skipped
# expect keeps_validation_pictures skipped

def train_val_generators(training_images, training_labels, validation_images, validation_labels):
    train_datagen = tf.keras.preprocessing.image.ImageDataGenerator(rescale=1 / 255)
    validation_datagen = tf.keras.preprocessing.image.ImageDataGenerator(rescale=1 / 255)
    cut = int(0.8 * len(training_images))
    training_images = np.expand_dims(training_images, axis=3)
    validation_images = np.expand_dims(validation_images, axis=3)
    train_generator = train_datagen.flow(training_images[:cut], training_labels[:cut])
    return train_generator, validation_datagen.flow(validation_images, validation_labels)
