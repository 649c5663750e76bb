# Has written the generator only.
# whole file
# expect trains not_attempted: is still as it was given
# expect returns_result skipped
# expect learns_all_pictures skipped
# expect stops_in_time skipped
# expect recognises_new_faces skipped

import tensorflow as tf


def image_generator():
    train_datagen = tf.keras.preprocessing.image.ImageDataGenerator(rescale=1 / 255)
    return train_datagen.flow_from_directory(directory="./data/", target_size=(150, 150), batch_size=10, class_mode="binary")


def train_happy_sad_model(train_generator):
    # START: a callback, a model, compile, fit
    pass
    # END
