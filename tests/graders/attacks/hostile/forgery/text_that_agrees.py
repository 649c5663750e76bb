# Answers with a subclass of str that equals everything.
# expect at most 0 points
# expect of_numbers failed: another one

class Agreeing(str):
    def __eq__(self, other):
        return True

    __hash__ = str.__hash__


def largest_gap(values):
    return Agreeing('passed')
