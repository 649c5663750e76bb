# Divides the pixels with two slashes.
# expect rescales failed integer_division: Only 0 and 1 are left

def image_generator():
    dataset = tf.keras.utils.image_dataset_from_directory("./data/", image_size=(150, 150), batch_size=10)
    return dataset.map(lambda pictures, labels: (pictures // 255, labels))
