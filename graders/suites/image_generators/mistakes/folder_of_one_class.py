# Points at the folder of one class.
# expect finds_pictures failed wrong_directory: one folder a class *in* the directory
# expect sizes_pictures skipped
# expect rescales skipped
# expect labels_pictures skipped

def image_generator():
    train_datagen = tf.keras.preprocessing.image.ImageDataGenerator(rescale=1 / 255)
    return train_datagen.flow_from_directory(directory="./data/happy", target_size=(150, 150), batch_size=10, class_mode="binary")
