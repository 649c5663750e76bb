"""
# Arrays before training

Four small functions in NumPy that people write before they train anything. Nothing here is trained.
"""

import numpy as np  # noqa: F401 - for the learner


def scale(images):
    """Return images (n, h, w) of whole numbers from 0 to 255 as 32-bit floats from 0 to 1."""
    # START: divide by 255
    pass
    # END


def one_hot(labels, classes):
    """Return an array (n, classes) that holds 1 at each label's column and 0 elsewhere."""
    # START: zeros, then ones in the right places
    pass
    # END


def split(items, fraction):
    """Return the first ``fraction`` of the items, rounded down, and the rest, as two arrays."""
    # START: where to cut
    pass
    # END


def accuracy(outputs, labels):
    """Return the fraction of rows of outputs (n, classes) whose largest entry is at the label."""
    # START: argmax, compare, mean
    pass
    # END
