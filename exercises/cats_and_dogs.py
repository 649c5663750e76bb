"""
# Cats and dogs: two generators and a ConvNet

Pictures of cats and dogs lie in two trees of folders: one to train on, one to validate with. Beside your file is a
small example, `./data/training` and `./data/validation`, each with the folders `cats` and `dogs`. The pictures are JPEG
files in colour, drawn from the outlines of real animals: no photographs. Write what reads them, and a model that tells
them apart.

1. **`train_val_generators(TRAINING_DIR, VALIDATION_DIR)`** returns two generators, the one for training first:
   `return train_generator, validation_generator`. Each reads **its own** folder, and yields all of its pictures in
   batches of shape `(n, 150, 150, 3)`, scaled to values from 0 to 1, with one label, 0 or 1, for each. With
   `tf.keras.preprocessing.image` that is `ImageDataGenerator(rescale=1/255)` and `flow_from_directory` with
   `target_size=(150, 150)`, `class_mode="binary"` and a `batch_size` of your choice. What Keras recommends today,
   `tf.keras.utils.image_dataset_from_directory` with a rescaling step, is accepted too. Validation pictures come as
   they are: whoever augments, augments training pictures only.
2. **`create_model()`** returns a compiled ConvNet for such pictures, not yet trained. It has at least **3** `Conv2D`
   layers, with pooling, and one sigmoid unit at its end; it is compiled with a loss that fits
   (`binary_crossentropy`) and with `metrics=['accuracy']`. Two units with `softmax` and
   `sparse_categorical_crossentropy` are accepted too.

`train_val_generators` is called with other folders than those beside your file, by position, with and without a slash
at their end: use its arguments, and name them as you like. Your model is trained for up to 20 epochs on 300 pictures,
scaled and labelled as above, in batches of 16, and then shown 200 pictures that it has never seen. RMSprop and Adam
with a learning rate of about 0.001 do well.

Older files find the folders beside your file also as `/tmp/cats-v-dogs/training` and `/tmp/cats-v-dogs/validation`. To
try your file on your own machine, make such folders with a few pictures of your own.

Small is fast: pool, or use strides, before you convolve with many filters.

Check your work with `python -m graders check exercises/cats_and_dogs.py`, or with the Check button in the dashboard.
"""

import tensorflow as tf


def train_val_generators(TRAINING_DIR, VALIDATION_DIR):
    """Return generators over the pictures of two folders, with labels from the names of the folders in them.

    Args:
        TRAINING_DIR: the folder to train on, such as "/tmp/cats-v-dogs/training/"; in it lie cats and dogs.
        VALIDATION_DIR: the folder to validate with, with the same folders in it.

    Returns:
        Two values, for training and for validation. Each yields (pictures, labels): shapes (n, 150, 150, 3), values
        from 0 to 1, and (n,), 0 or 1.
    """
    # START: for each folder an ImageDataGenerator that rescales, then flow_from_directory
    pass
    # END


def create_model():
    """Return a compiled ConvNet, not yet trained, with at least 3 Conv2D layers.

    Returns:
        A Keras model: pictures of shape (150, 150, 3) in, one number from 0 to 1 out.
    """
    # START: the layers, then model.compile
    pass
    # END
