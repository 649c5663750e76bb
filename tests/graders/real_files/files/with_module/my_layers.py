ONE = 1


def scale(x):
    return x / 255.0
