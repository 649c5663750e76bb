# Holds a fifth of the training pictures back.
# expect makes_generators failed not_all_pictures: Is a part held back
# expect adds_channel_axis skipped
# expect rescales skipped
# expect keeps_labels skipped
# expect keeps_validation_pictures skipped

def train_val_generators(training_images, training_labels, validation_images, validation_labels):
    train_datagen = tf.keras.preprocessing.image.ImageDataGenerator(rescale=1 / 255, validation_split=0.2)
    validation_datagen = tf.keras.preprocessing.image.ImageDataGenerator(rescale=1 / 255)
    train_generator = train_datagen.flow(np.expand_dims(training_images, axis=3), training_labels, subset="training")
    return train_generator, validation_datagen.flow(np.expand_dims(validation_images, axis=3), validation_labels)
