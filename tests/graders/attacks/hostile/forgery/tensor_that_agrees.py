# Answers with an object of a class that claims to be TensorFlow's.
# expect at most 0 points
# expect of_numbers errored: Your code raised ValueError

class Tensor:
    __module__ = 'tensorflow'

    def numpy(self):
        return Tensor()

    def __array__(self, *_, **__):
        return Tensor()


def largest_gap(values):
    return Tensor()
