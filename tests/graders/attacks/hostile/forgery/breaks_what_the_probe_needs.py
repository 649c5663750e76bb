# Takes a module away that the probe imports, so that the grader takes the fault for its own.
# exercise split_data
# expect at most 0 points
# expect makes_tree errored: import of tempfile halted
# expect copies errored: import of tempfile halted

import sys


class Breaks:
    sys.modules['tempfile'] = None


def create_train_val_dirs(root_path):
    return root_path


def split_data(SOURCE, TRAINING, TESTING, SPLIT_SIZE):
    return SOURCE
