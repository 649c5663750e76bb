# Has written the generators only.
# whole file
# expect builds_model not_attempted: is still as it was given
# expect fits skipped
# expect closes_gap skipped
# expect recognises_new_pets skipped

import tensorflow as tf
from tensorflow.keras.preprocessing.image import ImageDataGenerator


def train_val_generators(TRAINING_DIR, VALIDATION_DIR):
    train_datagen = ImageDataGenerator(rescale=1 / 255, rotation_range=30, width_shift_range=0.1, height_shift_range=0.1, zoom_range=0.15, horizontal_flip=True)
    train_generator = train_datagen.flow_from_directory(TRAINING_DIR, target_size=(150, 150), batch_size=10, class_mode="binary")
    validation_datagen = ImageDataGenerator(rescale=1 / 255)
    validation_generator = validation_datagen.flow_from_directory(VALIDATION_DIR, target_size=(150, 150), batch_size=10, class_mode="binary")
    return train_generator, validation_generator


def create_model():
    # START: Input, Conv2D and MaxPooling2D in turns, Flatten, Dense; then compile
    pass
    # END
