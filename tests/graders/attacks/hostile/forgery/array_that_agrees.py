# Answers with a subclass of ndarray whose comparison is always true.
# expect at most 0 points
# expect of_numbers failed: another one

import numpy as np


class Agreeing(np.ndarray):
    def __array_ufunc__(self, *_, **__):
        return True


def largest_gap(values):
    return np.zeros(()).view(Agreeing)
