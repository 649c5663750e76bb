# Makes training and testing, without folders for the classes.
# expect makes_tree failed other_tree: The tree is another one
# expect keeps_tree skipped

def create_train_val_dirs(root_path):
    os.makedirs(os.path.join(root_path, "training"))
    os.makedirs(os.path.join(root_path, "testing"))
