# Forgets to rescale.
# expect rescales failed not_rescaled: still go up to 255

def image_generator():
    train_datagen = tf.keras.preprocessing.image.ImageDataGenerator()
    return train_datagen.flow_from_directory(directory="./data/", target_size=(150, 150), batch_size=10, class_mode="binary")
