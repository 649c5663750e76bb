# Ends the process from a destructor.
# expect at most 0 points
# expect of_numbers errored: ended the whole Python process

import os


class Last:
    def __del__(self):
        os._exit(0)


def largest_gap(values):
    Last()
    return 0
