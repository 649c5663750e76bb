# Replaces itself by a program that ends with success.
# expect at most 0 points
# expect of_numbers errored: ended the whole Python process (exit code 0)

import os


def largest_gap(values):
    os.execv("/bin/true", ["true"])
