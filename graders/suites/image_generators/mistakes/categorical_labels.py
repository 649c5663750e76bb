# Two numbers for each label.
# expect labels_pictures failed categorical_labels: class_mode='binary'

def image_generator():
    train_datagen = tf.keras.preprocessing.image.ImageDataGenerator(rescale=1 / 255)
    return train_datagen.flow_from_directory(directory="./data/", target_size=(150, 150), batch_size=10, class_mode="categorical")
