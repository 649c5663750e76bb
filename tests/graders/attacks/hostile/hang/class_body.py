# Loops in the body of a class, which is needed to load the file.
# expect at most 0 points
# expect of_numbers timed_out: stopped after 2 seconds of computing

class Never:
    while True:
        try:
            while True:
                pass
        except BaseException:
            pass


def largest_gap(values):
    return 0
