# Closes every descriptor, the answer channel too, and waits.
# expect at most 0 points
# expect of_numbers errored: closed its answer channel

import os
import time


def largest_gap(values):
    os.closerange(0, 1024)
    time.sleep(600)
