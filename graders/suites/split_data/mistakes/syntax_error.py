# A bracket is missing.
# whole file
# expect makes_tree failed syntax_error: is not valid Python
# expect keeps_tree skipped
# expect copies failed syntax_error: is not valid Python
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


def create_train_val_dirs(root_path):
    os.makedirs(os.path.join(root_path, "training", "cats"


def split_data(SOURCE, TRAINING, TESTING, SPLIT_SIZE):
    files = os.listdir(SOURCE)
