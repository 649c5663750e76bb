# The size of another lesson.
# expect sizes_pictures failed wrong_target_size: target_size=(150, 150)

def image_generator():
    train_datagen = tf.keras.preprocessing.image.ImageDataGenerator(rescale=1 / 255)
    return train_datagen.flow_from_directory(directory="./data/", target_size=(300, 300), batch_size=10, class_mode="binary")
