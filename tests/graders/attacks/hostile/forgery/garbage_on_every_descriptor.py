# Writes to every descriptor that there may be.
# expect at most 0 points
# expect of_numbers errored: could not be read

import os
import time


def largest_gap(values):
    for descriptor in range(3, 100):
        try:
            os.write(descriptor, b'passed' * 100)
        except OSError:
            pass
    time.sleep(600)
