# Prints 300 MB.
# expect at most 5 points
# expect of_numbers passed

import sys

for _ in range(300):
    sys.stdout.write('x' * 2**20)


def largest_gap(values):
    return max((abs(b - a) for a, b in zip(values, values[1:])), default=0)
