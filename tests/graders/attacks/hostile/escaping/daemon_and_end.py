# Leaves many daemons behind and ends itself at once.
# expect at most 0 points
# expect of_numbers errored: ended the whole Python process

import os
import time


def largest_gap(values):
    for _ in range(20):
        if os.fork() == 0:
            os.setsid()
            if os.fork() == 0:
                time.sleep(600)
            os._exit(0)
    os._exit(0)
