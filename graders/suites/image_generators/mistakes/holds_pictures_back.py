# Holds a part back for validation.
# expect finds_pictures failed not_all_pictures: Is a part held back
# expect sizes_pictures skipped
# expect rescales skipped
# expect labels_pictures skipped

def image_generator():
    train_datagen = tf.keras.preprocessing.image.ImageDataGenerator(rescale=1 / 255, validation_split=0.25)
    return train_datagen.flow_from_directory(directory="./data/", target_size=(150, 150), batch_size=10, class_mode="binary", subset="training")
