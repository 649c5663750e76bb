"""
# Convolutions and pooling, by hand and with Keras

A *convolution* slides a small grid of numbers, the *kernel*, over a picture. At each place it multiplies the numbers
that lie on top of each other and adds up the products. *Pooling* keeps the largest number of each small square. First
write both in NumPy, then prepare pictures for Keras and build a model from its layers.

1. **`convolve2d(image, kernel)`** returns what a `Conv2D` layer with one filter, no bias and no activation computes.
   The kernel is used as it stands: it is **not** flipped (mathematicians call this cross-correlation). It moves one
   pixel at a time and never leaves the picture (`padding="valid"`), so a picture of `h` by `w` and a kernel of `kh` by
   `kw` give `h - kh + 1` by `w - kw + 1` numbers. Neither has to be square. A picture may hold whole numbers from 0 to
   255 (`uint8`): the sums must still be right. Do not change `image` or `kernel`.
2. **`max_pool2d(image, size=2)`** returns the largest number of each `size` by `size` square. The squares lie side by
   side; rows and columns that are left over at the bottom and at the right are dropped, as `MaxPooling2D` does.
3. **`reshape_and_normalize(images)`** takes grey pictures of shape `(N, 28, 28)` with whole numbers from 0 to 255, and
   returns them as shape `(N, 28, 28, 1)` with floating-point numbers from 0 to 1. `N` can be any number.
4. **`convolutional_model()`** returns a *compiled* Keras model that tells ten classes of such pictures apart. It has at
   least one `Conv2D` and one `MaxPooling2D` layer and ten outputs. Labels are whole numbers from 0 to 9, and
   `"accuracy"` is among the metrics. Do not train it: the check trains it on a few hundred pictures and then shows it
   new ones.

Loops are fine in 1 and 2: the checks use small pictures. A callback class `myCallback` may stand in the file; it is not
needed here.

Check your work with `python -m graders check exercises/convolutions.py`, or with the Check button in the dashboard.
"""

import numpy as np
import tensorflow as tf


def convolve2d(image, kernel):
    """Slide a kernel over a picture ('valid', stride 1, kernel not flipped).

    Args:
        image: array of shape (h, w), whole or floating-point numbers.
        kernel: array of shape (kh, kw), no larger than the picture.

    Returns:
        An array of shape (h - kh + 1, w - kw + 1).
    """
    # START: the height and width of the result, then one sum of products for each place
    pass
    # END


def max_pool2d(image, size=2):
    """Return the largest number of each size x size square.

    Args:
        image: array of shape (h, w).
        size: side of the squares, and the step from one to the next.

    Returns:
        An array of shape (h // size, w // size).
    """
    # START: the largest number of each square
    pass
    # END


def reshape_and_normalize(images):
    """Add the channel axis and scale to 0..1.

    Args:
        images: array of shape (N, 28, 28), whole numbers from 0 to 255.

    Returns:
        An array of shape (N, 28, 28, 1), floating-point numbers whose largest is 1.0 where the largest was 255.
    """
    # START: reshape, then divide
    pass
    # END


def convolutional_model():
    """Return a compiled model for pictures of shape (28, 28, 1) in ten classes."""
    # START: Conv2D, MaxPooling2D, Flatten, Dense; compile; return the model
    pass
    # END
