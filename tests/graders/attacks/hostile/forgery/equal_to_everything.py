# Answers with an object that is equal to everything.
# expect at most 0 points
# expect of_numbers failed: another one

class Always:
    def __eq__(self, other):
        return True

    def __bool__(self):
        return True

    __lt__ = __le__ = __gt__ = __ge__ = __eq__
    __sub__ = __rsub__ = __abs__ = lambda self, *_: self


def largest_gap(values):
    return Always()
