# Plants sitecustomize.py, usercustomize.py and .pth files.
# expect at most 0 points
# expect of_numbers failed: another one
# prints refused

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
    for folder in [*sys.path, sys.prefix, os.path.expanduser('~/.local/lib/python3.11/site-packages'), '@HOME@']:
        for name in ('sitecustomize.py', 'usercustomize.py', 'evil.pth', '__pycache__/site.cpython-311.pyc'):
            plant(os.path.join(folder, name))
    return -1
