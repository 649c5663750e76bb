# Calls the folders train and test, cat and dog.
# expect makes_tree failed other_tree: Look at the names
# expect keeps_tree skipped

def create_train_val_dirs(root_path):
    for part in ("train", "test"):
        for name in ("cat", "dog"):
            os.makedirs(os.path.join(root_path, part, name), exist_ok=True)
