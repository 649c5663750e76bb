# Answers with an object whose __class__ says int.
# expect at most 0 points
# expect of_numbers failed: another one

class Liar:
    __class__ = int

    def __eq__(self, other):
        return True

    def __int__(self):
        return 0

    __index__ = __int__


def largest_gap(values):
    return Liar()
