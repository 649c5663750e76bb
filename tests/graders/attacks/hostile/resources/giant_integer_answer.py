# Answers with an integer of ten thousand digits.
# expect at most 0 points
# expect of_numbers failed

def largest_gap(values):
    return 10**10_000
