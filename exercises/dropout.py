"""
# Dropout, by hand and with Keras

A wide network that has few pictures learns them by heart, wrong labels included. *Dropout* makes that harder: in each
training step it sets a random share of a layer's numbers to 0. First write it in NumPy, then put Keras' layer where it
helps.

1. **`dropout(x, rate, rng, training=True)`** returns what a `Dropout(rate)` layer makes of the numbers in `x`.

    - While training, each number is dropped (set to 0) with the probability `rate`, by a draw **of its own**. What is
      left is multiplied by `1 / (1 - rate)`, so that the layer behind gets the same sum on average.
    - With `training=False` all numbers come back as they are.
    - `rate` is the share that is *dropped*, from 0 to 1. At 0 nothing changes, and at 1 only zeros are left.
    - Draw from `rng`, a NumPy generator, for example with `rng.random(x.shape)`. Called again with the same `rng`, other
      numbers are dropped; with a new generator of the same seed, the same ones.
    - `x` may have any shape, and the result has the same. It is `float32` or `float64` as `x` is; whole numbers give
      floating-point ones. Do not change `x` itself.
2. **`create_model()`** returns a *compiled* Keras model for grey pictures of shape `(28, 28, 1)`, with values from 0 to
   1, in ten classes. Labels are whole numbers from 0 to 9, and `"accuracy"` is among the metrics. The model must be wide
   enough to learn by heart: a hidden `Dense` layer has **at least 256 units**. Put `Dropout` where it keeps the model
   from doing so. Do not train it.

The check trains your model on 600 pictures, for 20 epochs, in batches of 32. On purpose **one label in five is wrong**,
as in data that were labelled in a hurry. Then it counts, with dropout off, how often the model agrees with the labels:
of the pictures that it was trained on, and of new ones, whose labels are wrong as often. A model that has understood the
pictures agrees with about 0.8 of both. One that has learned them by heart agrees with every label that it was trained on,
and only with 0.8 of the new ones. You need at least **0.7** on new pictures, and a gap (training minus new) of at most
**0.12**; without dropout it is about 0.2.

Check your work with `python -m graders check exercises/dropout.py`, or with the Check button in the dashboard.
"""

import numpy as np
import tensorflow as tf


def dropout(x, rate, rng, training=True):
    """Drop a random share of an array's numbers, as a Dropout layer does while training.

    Args:
        x: array of any shape, floating-point or whole numbers.
        rate: the probability with which each number is dropped, from 0 to 1.
        rng: the np.random.Generator to draw from.
        training: False for inference, where nothing is dropped.

    Returns:
        An array of x's shape: 0 where a number was dropped, else the number divided by 1 - rate.
    """
    # START: a draw for each number; zeros, and what is left scaled; the special cases
    pass
    # END


def create_model():
    """Return a compiled model for pictures of shape (28, 28, 1) in ten classes, with Dropout where it helps."""
    # START: Flatten, a Dense layer of 256 or more units, Dropout, the output; compile; return the model
    pass
    # END
