# Nests folders deeper than Python recurses, so that nobody can remove them.
# expect at most 0 points
# expect of_numbers failed

import os


def largest_gap(values):
    for _ in range(3000):
        os.mkdir("d")
        os.chdir("d")
    os.chmod(".", 0)
    return -1
