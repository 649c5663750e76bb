# Answers with a subclass of int whose arithmetic always agrees.
# expect at most 0 points
# expect of_numbers failed: another one

class Agreeing(int):
    def __eq__(self, other):
        return True

    def __sub__(self, other):
        return 0

    __rsub__ = __sub__
    __hash__ = int.__hash__


def largest_gap(values):
    return Agreeing(-1)
