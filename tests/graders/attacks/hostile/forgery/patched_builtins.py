# Replaces what a check might compute with, in builtins and in numpy.
# expect at most 0 points
# expect of_numbers errored: ended the whole Python process

import builtins
import math

import numpy as np

builtins.abs = builtins.max = builtins.min = builtins.sum = lambda *_, **__: -1
math.isclose = np.allclose = np.isclose = np.array_equal = lambda *_, **__: True
np.abs = np.diff = lambda *_, **__: np.zeros(1)


def largest_gap(values):
    return -1
