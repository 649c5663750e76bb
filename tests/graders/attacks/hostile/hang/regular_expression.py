# Loops inside C, where no Python signal handler runs.
# expect at most 0 points
# expect of_numbers timed_out: stopped after 2 seconds of computing

import re


def largest_gap(values):
    re.match(r"(a+)+$", "a" * 64 + "b")
