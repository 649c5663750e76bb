# Ignores every signal that can be ignored and loops.
# expect at most 0 points
# expect of_numbers timed_out: stopped after 2 seconds of computing

import signal


def largest_gap(values):
    for number in range(1, 65):
        try:
            signal.signal(number, signal.SIG_IGN)
        except (OSError, ValueError):
            pass
    while True:
        pass
