# Returns the ImageDataGenerator itself.
# expect finds_pictures failed no_flow: knows no pictures
# expect sizes_pictures skipped
# expect rescales skipped
# expect labels_pictures skipped

def image_generator():
    train_datagen = tf.keras.preprocessing.image.ImageDataGenerator(rescale=1 / 255)
    return train_datagen
