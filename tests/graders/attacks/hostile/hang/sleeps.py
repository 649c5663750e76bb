# Sleeps, which costs no computing.
# expect at most 0 points
# expect of_numbers timed_out: stopped after 40 seconds in all

import time


def largest_gap(values):
    time.sleep(10_000)
