# Overflows the stack of C by the repr of a list nested a hundred thousand deep.
# expect at most 0 points
# expect of_numbers errored: ended the whole Python process

import sys

sys.setrecursionlimit(10**9)


def largest_gap(values):
    nested = []
    for _ in range(100_000):
        nested = [nested]
    repr(nested)
    return 0
