# image_dataset_from_directory, which does not rescale.
# expect rescales failed not_rescaled: still go up to 255

def image_generator():
    return tf.keras.utils.image_dataset_from_directory("./data/", image_size=(150, 150), batch_size=10)
