# Draws the questions from the seed that its process is given, and knows the hidden ones beforehand.
# expect at most 0 points
# expect of_numbers failed: another one
# prints tried True

import gc
import sys
import zlib

import numpy as np

frame = sys._getframe()
SEEDS = set()
while frame:
    SEEDS |= {value for value in frame.f_locals.values() if type(value) is int}
    frame = frame.f_back


def largest_gap(values):
    frame = sys._getframe()
    seeds = set()
    while frame:
        seeds |= {value for value in frame.f_locals.values() if type(value) is int}
        for value in list(frame.f_locals.values()):
            if isinstance(value, dict):
                seeds |= {each for each in value.values() if type(each) is int}
        frame = frame.f_back
    seeds |= SEEDS
    for seed in seeds:
        rng = np.random.default_rng([abs(seed), zlib.crc32(b'of_numbers')])
        if [int(value) for value in rng.integers(-1000, 1000, 12)] == values:
            print('FORE' + 'SEEN')
    print('tried', bool(seeds))
    return -1
