# Sends SIGKILL to its process group and session.
# expect at most 0 points
# expect of_numbers errored: ended the whole Python process

import os
import signal


def largest_gap(values):
    os.killpg(0, signal.SIGKILL)
