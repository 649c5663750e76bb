# Is written in UTF-16, as old editors do.
# encode utf-16
# expect at most 5 points
# expect of_numbers passed

def largest_gap(values):
    return max((abs(b - a) for a, b in zip(values, values[1:])), default=0)
