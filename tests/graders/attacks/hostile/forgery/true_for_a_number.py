# Answers True, which counts as 1.
# expect at most 0 points
# expect of_numbers failed: another one

def largest_gap(values):
    return True
