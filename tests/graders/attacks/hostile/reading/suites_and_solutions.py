# Reads the checks and the reference solutions.
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
    for path in [os.path.join("@PROJECT@", *each.split("/")) for each in ("graders/suites/callbacks/solution.py", "graders/suites", "tests/graders/attacks/largest_gap/solution.py", "graders/suites/callbacks/exercise.toml", "exercises", ".git/config")]:
        tell(path)
    return -1
