# Has written dropout only.
# whole file
# expect builds_model not_attempted: still as it was given
# expect places_dropout skipped
# expect answers_steadily skipped
# expect learns skipped
# expect closes_gap skipped

import numpy as np
import tensorflow as tf


def dropout(x, rate, rng, training=True):
    if not training or rate == 0:
        return x * 1.0
    if rate == 1:
        return np.zeros_like(x * 1.0)
    keep = rng.random(x.shape) >= rate
    return x * keep / (1 - rate)


def create_model():
    """Return a compiled model for pictures of shape (28, 28, 1) in ten classes, with Dropout where it helps."""
    # START: Flatten, a Dense layer of 256 or more units, Dropout, the output; compile; return the model
    pass
    # END
