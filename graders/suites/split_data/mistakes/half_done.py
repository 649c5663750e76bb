# Has written the first function only.
# whole file
# expect copies not_attempted: is still as it was given
# expect splits skipped
# expect sizes skipped
# expect keeps_source skipped
# expect skips_empty skipped
# expect names_empty skipped
# expect shuffles skipped
# expect all_for_training skipped
# expect few_pictures skipped
# expect odd_names skipped
# expect any_folder skipped
# expect without_slash skipped

import os
import random
from shutil import copyfile


def create_train_val_dirs(root_path):
    for part in ("training", "validation"):
        for name in ("cats", "dogs"):
            os.makedirs(os.path.join(root_path, part, name))


def split_data(SOURCE, TRAINING, TESTING, SPLIT_SIZE):
    # START: list the files that are not empty, shuffle them, cut the list in two, copy
    pass
    # END
