"""
# Happy or sad: train on pictures in folders

Beside your file lie 80 drawn faces in two folders, `./data/happy` and `./data/sad`. They are PNG pictures of 150 by 150
pixels, in colour. Nobody wrote a list of labels: the folders' names are the labels.

1. **`image_generator()`** returns a generator over these folders. It yields batches of pictures, shape
   `(n, 150, 150, 3)`, scaled to values from 0 to 1, with one label, 0 or 1, for each. With
   `tf.keras.preprocessing.image` that is `ImageDataGenerator(rescale=1/255)` and `flow_from_directory` with
   `target_size=(150, 150)`, `batch_size=10` and `class_mode="binary"`. What Keras recommends today,
   `tf.keras.utils.image_dataset_from_directory` with a rescaling step, is accepted too.
2. **`train_happy_sad_model(train_generator)`** builds, compiles and fits a ConvNet on such a generator. It must get
   **every** training picture right, an accuracy above 0.999, within 15 epochs, and stop after the first epoch that does.
   Return what `model.fit` returns (a `History`); returning the model, or the last accuracy, is accepted too.

In the end the trained model is shown faces that it has never seen: learning the 80 by heart is not enough.

There is an older form, `train_happy_sad_model()` without an argument, which makes its generator inside and often holds
its callback class there as well. It is graded too; then the generator that it trains on is examined in place of
`image_generator()`. The folders can also be read as `/tmp/h-or-s/happy` and `/tmp/h-or-s/sad`, where older files look for
them. To try your file on your own machine, make such folders with a few pictures of your own.

Small is fast: pool, or use strides, before you convolve with many filters.

Check your work with `python -m graders check exercises/image_generators.py`, or with the Check button in the dashboard.
"""

import tensorflow as tf


def image_generator():
    """Return a generator over the pictures in ./data/, with labels from the folders' names.

    Returns:
        What yields (pictures, labels): shapes (n, 150, 150, 3), values from 0 to 1, and (n,), 0 or 1.
    """
    # START: an ImageDataGenerator that rescales, then flow_from_directory
    pass
    # END


def train_happy_sad_model(train_generator):
    """Train a ConvNet until it gets every training picture right, for at most 15 epochs.

    Args:
        train_generator: yields what image_generator's batches are.

    Returns:
        The History that model.fit returns.
    """
    # START: a callback, a model, compile, fit
    pass
    # END
