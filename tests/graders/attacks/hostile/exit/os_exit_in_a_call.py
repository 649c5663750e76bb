# Ends the process with success in the middle of a question.
# expect at most 0 points
# expect of_numbers errored: ended the whole Python process (exit code 0)
# expect of_arrays skipped: Skipped

import os


def largest_gap(values):
    os._exit(0)
