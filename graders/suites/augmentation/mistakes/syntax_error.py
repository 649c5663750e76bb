# A bracket is missing.
# whole file
# expect gives_generators failed syntax_error: is not valid Python
# expect builds_model failed syntax_error: is not valid Python
# expect sizes_pictures skipped
# expect rescales skipped
# expect labels_pictures skipped
# expect keeps_validation skipped
# expect augments_training skipped
# expect fits skipped
# expect closes_gap skipped
# expect recognises_new_pets skipped

import tensorflow as tf
from tensorflow.keras.preprocessing.image import ImageDataGenerator


def train_val_generators(TRAINING_DIR, VALIDATION_DIR):
    train_datagen = ImageDataGenerator(rescale=1 / 255
    return train_datagen
