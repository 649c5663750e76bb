# Joins root_path and the folders with + and no slash.
# expect makes_tree failed slash_missing: because a slash is missing
# expect keeps_tree skipped

def create_train_val_dirs(root_path):
    for part in ("training", "testing"):
        for name in ("cats", "dogs"):
            os.makedirs(root_path + part + "/" + name, exist_ok=True)
