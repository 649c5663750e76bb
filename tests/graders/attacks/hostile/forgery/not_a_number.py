# Answers with NaN, which is neither smaller nor larger.
# expect at most 0 points
# expect of_numbers failed: another one

def largest_gap(values):
    return float('nan')
