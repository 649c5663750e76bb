# Has written the first function only.
# whole file
# expect makes_generators not_attempted: is still as it was given
# expect adds_channel_axis skipped
# expect rescales skipped
# expect keeps_labels skipped
# expect keeps_validation_pictures skipped
# expect builds_model not_attempted: is still as it was given
# expect answers_every_label skipped
# expect trains skipped
# expect recognises_new_animals skipped

import numpy as np
import tensorflow as tf

TRAINING_FILE = "./animals_train.csv"
VALIDATION_FILE = "./animals_validation.csv"


def parse_data_from_input(filename):
    """Read pictures and labels from a CSV file.

    Args:
        filename: path of a file with one header line, then a line for each picture: the label and 784 pixels.

    Returns:
        (images, labels): arrays of the shapes (n, 28, 28), pixels from 0 to 255, and (n,).
    """
    # START: skip the header; the first number of a line is the label, the others are the picture
    data = np.loadtxt(filename, delimiter=",", skiprows=1)
    return data[:, 1:].reshape(-1, 28, 28), data[:, 0]
    # END


def train_val_generators(training_images, training_labels, validation_images, validation_labels):
    """Return generators of batches of pictures and labels.

    Args:
        training_images: pixels from 0 to 255, shape (n, 28, 28).
        training_labels: shape (n,).
        validation_images: as training_images, another number of them.
        validation_labels: one for each of validation_images.

    Returns:
        (train_generator, validation_generator): each yields (pictures, labels), pictures of shape (n, 28, 28, 1) with
        values from 0 to 1.
    """
    # START: add the channel axis, then one ImageDataGenerator each, and flow
    pass
    # END


def create_model():
    """Return a compiled ConvNet, not trained yet.

    Returns:
        A Keras model from pictures of shape (28, 28, 1) to one probability for each label.
    """
    # START: convolutions, Flatten, Dense, a softmax with enough units, then compile
    pass
    # END
