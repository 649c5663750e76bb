# Ends the process while its file is loaded; the definitions after it still count.
# expect at most 5 points
# expect of_numbers passed

import os

print('leaving')
os._exit(0)


def largest_gap(values):
    return max((abs(b - a) for a, b in zip(values, values[1:])), default=0)
