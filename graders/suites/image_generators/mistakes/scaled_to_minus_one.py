# Scales to values from -1 to 1.
# expect rescales failed scaled_to_minus_one: below 0

def image_generator():
    train_datagen = tf.keras.preprocessing.image.ImageDataGenerator(preprocessing_function=lambda picture: picture / 127.5 - 1)
    return train_datagen.flow_from_directory(directory="./data/", target_size=(150, 150), batch_size=10, class_mode="binary")
