# Keeps arrays until memory ends.
# expect at most 0 points
# expect of_numbers out_of_memory: more memory than allowed

import numpy as np


def largest_gap(values):
    kept = []
    while True:
        kept.append(np.ones(2**20))
