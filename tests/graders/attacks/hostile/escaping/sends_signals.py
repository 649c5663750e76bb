# Sends SIGKILL to the judge, to its parent and to everything it may reach.
# expect at most 0 points
# expect of_numbers failed: another one
# prints refused

import os
import signal

def tried(action):
    """Print how an attempt ended."""
    try:
        print("DONE", action())
    except OSError as error:
        print("refused", type(error).__name__)


def largest_gap(values):
    for pid in (int('@JUDGE@'), os.getppid(), 1, -1):
        tried(lambda: os.kill(pid, signal.SIGKILL))
    tried(lambda: os.pidfd_open(int('@JUDGE@')))
    return -1
