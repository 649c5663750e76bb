# Takes in every question most of the time that one may, to hold up the class.
# expect at most 4 points
# expect of_numbers passed
# expect of_arrays passed
# expect without_neighbours timed_out: stopped after 8 seconds of computing

import time


def largest_gap(values):
    end = time.process_time() + 1.5
    while time.process_time() < end:
        pass
    return max((abs(b - a) for a, b in zip(values, values[1:])), default=0)
