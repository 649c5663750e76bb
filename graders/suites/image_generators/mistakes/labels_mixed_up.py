# Reads pictures and labels in different orders.
# expect labels_pictures failed labels_mixed_up: label of the other folder

def image_generator():
    train_datagen = tf.keras.preprocessing.image.ImageDataGenerator(rescale=1 / 255)
    pictures, labels = next(
        train_datagen.flow_from_directory("./data/", target_size=(150, 150), batch_size=80, class_mode="binary")
    )
    return [(pictures[start : start + 10], labels[::-1][start : start + 10]) for start in range(0, 80, 10)]
