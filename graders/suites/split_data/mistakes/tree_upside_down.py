# Puts training and testing into the folders of the classes.
# expect makes_tree failed other_tree: what lies in what
# expect keeps_tree skipped

def create_train_val_dirs(root_path):
    for name in ("cats", "dogs"):
        for part in ("training", "testing"):
            os.makedirs(os.path.join(root_path, name, part), exist_ok=True)
