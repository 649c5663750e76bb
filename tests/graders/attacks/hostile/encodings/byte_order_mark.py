# Begins with a byte-order mark and ends its lines as Windows does.
# encode bom crlf
# expect at most 5 points
# expect of_numbers passed

def largest_gap(values):
    return max((abs(b - a) for a, b in zip(values, values[1:])), default=0)
