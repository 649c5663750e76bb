# Asks for an array of 8 GiB.
# expect at most 0 points
# expect of_numbers out_of_memory: more memory than allowed

import numpy as np


def largest_gap(values):
    return float(np.ones(2**30).sum())
