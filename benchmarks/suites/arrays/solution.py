import numpy as np


def scale(images):
    return np.asarray(images, np.float32) / 255


def one_hot(labels, classes):
    answer = np.zeros((len(labels), classes))
    answer[np.arange(len(labels)), labels] = 1
    return answer


def split(items, fraction):
    cut = int(len(items) * fraction)
    return np.asarray(items[:cut]), np.asarray(items[cut:])


def accuracy(outputs, labels):
    return float(np.mean(np.argmax(outputs, axis=-1) == labels))
