# Answers with an array of 800 MB of addresses and no memory.
# expect at most 0 points
# expect of_numbers out_of_memory: more memory than allowed

import numpy as np


def largest_gap(values):
    return np.broadcast_to(np.zeros(1), (100, 2**20))
