# Leaves a daemon in a session of its own, which outlives it.
# expect at most 0 points
# expect of_numbers failed: another one
# prints left

import os
import signal
import time


def largest_gap(values):
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            time.sleep(600)
        os._exit(0)
    os.wait()
    print('left')
    return -1
