# Loops while its file is loaded.
# expect at most 5 points
# expect of_numbers passed

while True:
    pass


def largest_gap(values):
    return max((abs(b - a) for a, b in zip(values, values[1:])), default=0)
