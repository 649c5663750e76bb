"""
# Ten animals: from a CSV file to many classes

Beside your file lie `./animals_train.csv`, 600 silhouettes of ten animals, and `./animals_validation.csv`, 200 more.
Each line is one picture: its **label** first, then its 28 · 28 = 784 **pixels**, row by row, whole numbers from 0
(black) to 255 (white). Before them stands one header line, `label,pixel1,pixel2,...`. All fields are plain numbers
with commas between them. Both files are drawn anew for each check and lie there only while your file is checked; to
try it on your own machine, write a small file of this form.

| label | 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 |
|---|---|---|---|---|---|---|---|---|---|---|---|
| animal | bear | bird | cat | cow | dog | elephant | – | giraffe | horse | sheep | zebra |

There are ten classes, and **one number is missing: nothing has label 6**, which was the fox's. Labels of real data
have such gaps. Do not number them anew: the labels stay as they are, up to 10.

1. **`parse_data_from_input(filename)`** reads such a file and returns `(images, labels)`: NumPy arrays of numbers, of
   the shapes `(n, 28, 28)` and `(n,)`, in the order of the lines. Pixels stay from 0 to 255 here. It must read whatever
   file it is given.
2. **`train_val_generators(training_images, training_labels, validation_images, validation_labels)`** takes what the
   first function returns, for two files, and returns `(train_generator, validation_generator)`. Both yield batches of
   pictures of shape `(n, 28, 28, 1)`, scaled to values from 0 to 1, with their labels. Training pictures may be
   augmented, validation pictures may not. Each picture comes once a round. With
   `tf.keras.preprocessing.image.ImageDataGenerator` that is `rescale=1/255` and `flow(x=..., y=...)`; a
   `tf.data.Dataset` is accepted too.
3. **`create_model()`** returns a compiled ConvNet for such pictures, which is not trained yet. Its last layer is a
   softmax with a unit for **every number up to the largest label**; more units do no harm. The loss fits the labels
   that your generators yield: `sparse_categorical_crossentropy` for whole numbers, `categorical_crossentropy` for
   one-hot labels. Ask for `metrics=["accuracy"]`.

In the end the grader fits your model on 600 such pictures of its own, scaled to values from 0 to 1, with labels in the
form that your generators yield: 10 epochs with batches of 32. Then it must name at least 40 % of 300 animals that it
has never seen; who guesses gets 10 %. Two pairs of convolution and pooling do much better than that.

A file written for the course's letters of sign language, with 26 units, runs here as it is.

Check your work with `python -m graders check exercises/multi_class.py`, or with the Check button in the dashboard.
"""

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
    pass
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
