# Python 2: one line says where and why.
# unreadable Line 5: Missing parentheses in call to 'print'. Did you mean print(...)?

def train_mnist(x_train, y_train):
    print "training"
    return 1
