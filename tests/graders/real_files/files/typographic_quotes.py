# Copied from a word processor.
# unreadable straight quotes

def train_mnist(x_train, y_train):
    return “done”
