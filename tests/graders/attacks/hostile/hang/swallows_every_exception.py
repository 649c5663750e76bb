# Catches whatever is raised in its loop and goes on.
# expect at most 0 points
# expect of_numbers timed_out: stopped after 2 seconds of computing

def largest_gap(values):
    while True:
        try:
            while True:
                pass
        except BaseException:
            pass
