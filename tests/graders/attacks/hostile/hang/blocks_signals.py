# Blocks every signal that can be blocked and loops.
# expect at most 0 points
# expect of_numbers timed_out: stopped after 2 seconds of computing

import signal


def largest_gap(values):
    signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))
    while True:
        pass
