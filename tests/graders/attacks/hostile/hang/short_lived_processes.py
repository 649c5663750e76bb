# Computes in short processes that nobody reaps, so that their time is counted nowhere.
# expect at most 0 points
# expect of_numbers timed_out: Your code was stopped after

import os
import signal
import time


def largest_gap(values):
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    while True:
        if os.fork() == 0:
            end = time.monotonic() + 0.02
            while time.monotonic() < end:
                pass
            os._exit(0)
        time.sleep(0.02)
