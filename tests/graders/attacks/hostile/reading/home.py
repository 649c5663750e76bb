# Reads files of the instructor's home.
# expect at most 0 points
# expect of_numbers failed: another one
# prints refused

import os


def tell(path):
    """Print what can be read at a path."""
    try:
        if os.path.isdir(path):
            print(path, sorted(os.listdir(path)))
        else:
            with open(path, "rb") as file:
                print(path, file.read(2000))
    except OSError as error:
        print("refused", type(error).__name__)


def largest_gap(values):
    for path in ("@HOME@", "@SECRET@", os.path.expanduser("~root"), "/root", "/home"):
        tell(path)
    return -1
