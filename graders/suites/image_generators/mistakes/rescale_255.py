# Multiplies by 255.
# expect rescales failed wrong_factor: rescale multiplies

def image_generator():
    train_datagen = tf.keras.preprocessing.image.ImageDataGenerator(rescale=255)
    return train_datagen.flow_from_directory(directory="./data/", target_size=(150, 150), batch_size=10, class_mode="binary")
