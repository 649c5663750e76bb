# Deletes what is there before it makes the tree.
# expect keeps_tree failed tree_deleted: Do not remove root_path

def create_train_val_dirs(root_path):
    import shutil

    if os.path.exists(root_path):
        shutil.rmtree(root_path)
    for part in ("training", "testing"):
        for name in ("cats", "dogs"):
            os.makedirs(os.path.join(root_path, part, name))
