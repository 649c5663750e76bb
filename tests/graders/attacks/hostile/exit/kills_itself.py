# Sends SIGKILL to its own process.
# expect at most 0 points
# expect of_numbers errored: ended the whole Python process (killed by signal 9

import os
import signal


def largest_gap(values):
    os.kill(os.getpid(), signal.SIGKILL)
