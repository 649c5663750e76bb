# Forks as often as it can, in every process.
# expect at most 0 points
# expect of_numbers timed_out

import os


def largest_gap(values):
    while True:
        try:
            os.fork()
        except OSError:
            pass
