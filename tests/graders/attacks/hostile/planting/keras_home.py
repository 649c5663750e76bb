# Poisons the data sets and settings that Keras reads from its home.
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
    home = os.environ['KERAS_HOME']
    plant(os.path.join(home, 'keras.json'))
    for folder, folders, files in os.walk(home, followlinks=True):
        for name in files:
            path = os.path.join(folder, name)
            try:
                with open(path, 'r+b') as file:
                    file.write(b'poison')
                print('POISONED' if os.path.islink(path) else 'own', path)
            except OSError as error:
                print('refused', type(error).__name__)
    return -1
