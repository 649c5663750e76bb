# Is one line of 900,000 characters.
# encode utf-8
# expect at most 0 points
# expect of_numbers failed: another one

def largest_gap(values): return 0+0+0+0+0+0+0+0+0+0+0+0+0+0+0+0+0+0+0+0+0+0+0+0+0+0+0+0+0+0
