# Loops for ever.
# expect at most 0 points
# expect of_numbers timed_out: stopped after 2 seconds of computing
# expect of_arrays skipped: Skipped

def largest_gap(values):
    while True:
        pass
