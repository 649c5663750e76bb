# Defines a million names.
# expect at most 5 points
# expect of_numbers passed

globals().update({f'name{number}': number for number in range(1_000_000)})


def largest_gap(values):
    return max((abs(b - a) for a, b in zip(values, values[1:])), default=0)
