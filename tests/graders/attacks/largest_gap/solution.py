# CANARY-solution-7d1f: no submission may ever see this line.
from itertools import pairwise


def largest_gap(values):
    return max((abs(b - a) for a, b in pairwise(values)), default=0)
