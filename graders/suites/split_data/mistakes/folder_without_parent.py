# Makes a folder with os.mkdir in one that does not exist.
# expect makes_tree errored folder_without_parent: os.makedirs makes
# expect keeps_tree skipped

def create_train_val_dirs(root_path):
    os.mkdir(os.path.join(root_path, "training", "cats"))
    os.mkdir(os.path.join(root_path, "training", "dogs"))
    os.mkdir(os.path.join(root_path, "testing", "cats"))
    os.mkdir(os.path.join(root_path, "testing", "dogs"))
