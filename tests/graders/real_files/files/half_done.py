# Stopped in the middle of a line.
# unreadable Line 5: invalid syntax

def train_mnist(x_train, y_train):
    model = 
    return model
