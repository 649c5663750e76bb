# Replaces compiled files of the libraries that the next submission loads.
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

import numpy as np


def largest_gap(values):
    plant(os.path.join(os.path.dirname(np.__file__), '__pycache__', '__init__.cpython-311.pyc'))
    plant(np.__file__)
    for action in (os.remove, os.rmdir, lambda path: os.rename(path, path + '.old'), lambda path: os.chmod(path, 0o777)):
        try:
            action(np.__file__)
            print('DONE')
        except OSError as error:
            print('refused', type(error).__name__)
    return -1
