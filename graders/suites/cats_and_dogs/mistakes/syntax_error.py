# A bracket is missing.
# whole file
# expect returns_generators failed syntax_error: is not valid Python
# expect returns_model failed syntax_error: is not valid Python
# expect reads_own_folders skipped
# expect sizes_pictures skipped
# expect rescales skipped
# expect labels_pictures skipped
# expect leaves_validation_as_it_is skipped
# expect any_folder skipped
# expect takes_pictures skipped
# expect convolves skipped
# expect answers_with_two_classes skipped
# expect measures_accuracy skipped
# expect learns skipped
# expect recognises_new_pictures skipped

import tensorflow as tf


def train_val_generators(TRAINING_DIR, VALIDATION_DIR):
    return tf.keras.preprocessing.image.ImageDataGenerator(rescale=1 / 255
