# Recurses without end.
# expect at most 0 points
# expect of_numbers errored: RecursionError

def largest_gap(values):
    return largest_gap(values)
