# Holds characters of an old Windows encoding.
# encode cp1252
# expect at most 5 points
# expect of_numbers passed

# café, naïve, €
def largest_gap(values):
    return max((abs(b - a) for a, b in zip(values, values[1:])), default=0)
