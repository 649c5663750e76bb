# Answers with a list of a million lists.
# expect at most 0 points
# expect of_numbers errored: too many parts

def largest_gap(values):
    return [[]] * 1_000_000
