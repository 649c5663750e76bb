# Raises KeyboardInterrupt, as if the instructor had pressed Ctrl-C.
# expect at most 0 points
# expect of_numbers errored: Your code raised KeyboardInterrupt

def largest_gap(values):
    raise KeyboardInterrupt
