# Rewrites its own file after it was loaded, so that the next check reads another one.
# expect at most 0 points
# expect of_numbers failed: another one
# prints planted

import os
import sys


def plant(path):
    """Write a file that would decide every check, and print how that ended."""
    try:
        os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
        with open(path, "w") as file:
            file.write("raise SystemExit(0)\n")
        print("planted", path)
    except OSError as error:
        print("refused", type(error).__name__)


def largest_gap(values):
    for name in ('largest_gap.py', __file__, sys.argv[0] or 'x'):
        plant(name)
    sys.modules['submission'].largest_gap = lambda values: 0
    return -1
