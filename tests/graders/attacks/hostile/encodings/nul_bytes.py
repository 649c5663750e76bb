# Holds NUL bytes.
# encode nul
# expect at most 0 points
# expect of_numbers failed: binary

def largest_gap(values):
    return max((abs(b - a) for a, b in zip(values, values[1:])), default=0)
