# Answers with a mapping whose items never end.
# expect at most 0 points
# expect of_numbers timed_out

import itertools


class Endless(dict):
    def items(self):
        for number in itertools.count():
            if number < 0:
                yield number, number


def largest_gap(values):
    return Endless()
