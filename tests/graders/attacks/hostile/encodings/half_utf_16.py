# Begins like UTF-16 and ends in the middle of a character.
# encode half-utf-16
# expect at most 0 points
# expect of_numbers failed: is not valid Python

def largest_gap(values):
    return max((abs(b - a) for a, b in zip(values, values[1:])), default=0)
