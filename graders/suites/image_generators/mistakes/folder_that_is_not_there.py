# Points at a folder that does not exist.
# expect finds_pictures errored file_not_found: No such file or directory
# expect sizes_pictures skipped
# expect rescales skipped
# expect labels_pictures skipped

def image_generator():
    train_datagen = tf.keras.preprocessing.image.ImageDataGenerator(rescale=1 / 255)
    return train_datagen.flow_from_directory(directory="./happy-or-sad/", target_size=(150, 150), batch_size=10, class_mode="binary")
