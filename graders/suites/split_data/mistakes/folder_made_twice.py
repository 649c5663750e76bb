# Makes training a second time for the dogs.
# expect makes_tree errored folder_exists: makes it only if it is missing
# expect keeps_tree skipped

def create_train_val_dirs(root_path):
    os.mkdir(root_path)
    for name in ("cats", "dogs"):
        for part in ("training", "testing"):
            os.mkdir(os.path.join(root_path, part))
            os.mkdir(os.path.join(root_path, part, name))
