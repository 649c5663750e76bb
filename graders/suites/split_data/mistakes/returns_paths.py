# Returns the names of folders instead of making them.
# expect makes_tree failed not_below_root: Nothing was made in root_path
# expect keeps_tree skipped

def create_train_val_dirs(root_path):
    return [os.path.join(root_path, part, name) for part in ("training", "testing") for name in ("cats", "dogs")]
