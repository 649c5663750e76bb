# Reads environment, memory and open files of the judge and of process 1.
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
    for path in ("/proc/@JUDGE@/environ", "/proc/@JUDGE@/fd", "/proc/1/environ", "/proc/1/root", "/proc/1/mem", "/proc/1/cwd", "/proc/1/fd"):
        tell(path)
    return -1
