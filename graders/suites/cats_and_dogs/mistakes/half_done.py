# Has written the generators only.
# whole file
# expect returns_model not_attempted: is still as it was given
# expect takes_pictures skipped
# expect convolves skipped
# expect answers_with_two_classes skipped
# expect measures_accuracy skipped
# expect learns skipped
# expect recognises_new_pictures skipped

import tensorflow as tf


def train_val_generators(TRAINING_DIR, VALIDATION_DIR):
    train_datagen = tf.keras.preprocessing.image.ImageDataGenerator(rescale=1 / 255)
    train_generator = train_datagen.flow_from_directory(
        directory=TRAINING_DIR, target_size=(150, 150), batch_size=20, class_mode="binary"
    )
    validation_datagen = tf.keras.preprocessing.image.ImageDataGenerator(rescale=1 / 255)
    validation_generator = validation_datagen.flow_from_directory(
        directory=VALIDATION_DIR, target_size=(150, 150), batch_size=20, class_mode="binary"
    )
    return train_generator, validation_generator


def create_model():
    # START: the layers, then model.compile
    pass
    # END
