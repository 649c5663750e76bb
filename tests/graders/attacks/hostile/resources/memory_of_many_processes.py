# Shares the memory out among processes, each within its own limit.
# expect at most 0 points
# expect of_numbers out_of_memory or timed_out: Your code was stopped

import os
import time

import numpy as np


def largest_gap(values):
    for _ in range(14):
        if os.fork() == 0:
            kept = np.ones(2**23)
            time.sleep(600)
    time.sleep(600)
