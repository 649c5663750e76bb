# A bracket is missing.
# whole file
# expect finds_pictures failed syntax_error: is not valid Python
# expect trains failed syntax_error: is not valid Python
# expect sizes_pictures skipped
# expect rescales skipped
# expect labels_pictures skipped
# expect returns_result skipped
# expect learns_all_pictures skipped
# expect stops_in_time skipped
# expect recognises_new_faces skipped

import tensorflow as tf


def image_generator():
    return tf.keras.preprocessing.image.ImageDataGenerator(rescale=1 / 255
