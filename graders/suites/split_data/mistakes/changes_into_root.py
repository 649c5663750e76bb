# Goes into root_path with os.chdir and stays there.
# expect keeps_tree failed changes_folder: create_train_val_dirs changed the current folder

def create_train_val_dirs(root_path):
    os.makedirs(root_path, exist_ok=True)
    os.chdir(root_path)
    for part in ("training", "testing"):
        for name in ("cats", "dogs"):
            os.makedirs(os.path.join(part, name), exist_ok=True)
