# Takes in every question nearly all the time that one may.
# expect at most 0 points
# expect of_numbers failed

import time


def largest_gap(values):
    end = time.process_time() + 0.8
    while time.process_time() < end:
        pass
    return -1
