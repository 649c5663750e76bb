# Plants modules named like those that the grader and the next submission import.
# expect at most 0 points
# expect of_numbers failed: another one
# prints refused
# prints planted ./tensorflow.py

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

import numpy as np


def largest_gap(values):
    for name in ('tensorflow.py', 'numpy/__init__.py', 'keras/__init__.py', 'json.py', 'submission.py', 'probe.py', 'graders/__init__.py'):
        for folder in ('.', '/tmp', '@PROJECT@', os.path.dirname(np.__file__), os.path.dirname('@OTHER@')):
            plant(os.path.join(folder, name))
    return -1
