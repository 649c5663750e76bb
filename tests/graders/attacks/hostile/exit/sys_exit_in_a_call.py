# Leaves by SystemExit, hoping that the grader takes it for success.
# expect at most 0 points
# expect of_numbers errored: Your code raised SystemExit

import sys


def largest_gap(values):
    sys.exit(0)
