# Answers with a list nested deeper than any stack.
# expect at most 0 points
# expect of_numbers failed

def largest_gap(values):
    nested = []
    for _ in range(100_000):
        nested = [nested]
    return nested
