# Aborts, as C++ code does.
# expect at most 0 points
# expect of_numbers errored: ended the whole Python process (killed by signal 6

import os


def largest_gap(values):
    os.abort()
