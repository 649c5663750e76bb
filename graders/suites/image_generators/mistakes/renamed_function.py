# Calls the function image_generators.
# without image_generator
# expect finds_pictures failed renamed_definition: did you mean “image_generator”
# expect sizes_pictures skipped
# expect rescales skipped
# expect labels_pictures skipped

def image_generators():
    train_datagen = tf.keras.preprocessing.image.ImageDataGenerator(rescale=1 / 255)
    return train_datagen.flow_from_directory(directory="./data/", target_size=(150, 150), batch_size=10, class_mode="binary")
