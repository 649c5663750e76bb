# Loops in a destructor.
# expect at most 0 points
# expect of_numbers timed_out: stopped after 2 seconds of computing

class Last:
    def __del__(self):
        while True:
            pass


def largest_gap(values):
    Last()
    return 0
