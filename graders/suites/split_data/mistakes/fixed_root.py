# Makes the tree in a fixed folder.
# expect makes_tree failed not_below_root: not with a fixed path
# expect keeps_tree skipped

def create_train_val_dirs(root_path):
    for part in ("training", "testing"):
        for name in ("cats", "dogs"):
            os.makedirs("/tmp/cats-v-dogs/" + part + "/" + name, exist_ok=True)
