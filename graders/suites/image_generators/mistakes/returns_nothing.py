# Prints the generator instead of returning it.
# expect finds_pictures failed returns_nothing: end it with return
# expect sizes_pictures skipped
# expect rescales skipped
# expect labels_pictures skipped

def image_generator():
    train_datagen = tf.keras.preprocessing.image.ImageDataGenerator(rescale=1 / 255)
    train_generator = train_datagen.flow_from_directory(directory="./data/", target_size=(150, 150), batch_size=10, class_mode="binary")
    print(train_generator)
