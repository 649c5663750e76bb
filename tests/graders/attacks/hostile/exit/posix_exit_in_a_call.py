# Ends the process through the module beneath os, which no import list guards.
# expect at most 0 points
# expect of_numbers errored: ended the whole Python process

import posix


def largest_gap(values):
    posix._exit(0)
