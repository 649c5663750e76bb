# Forks, so that two processes answer with different guesses.
# expect at most 0 points
# expect of_numbers failed or errored

import os


def largest_gap(values):
    return os.getpid() if os.fork() else -1
