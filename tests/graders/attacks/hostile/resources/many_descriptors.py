# Opens files until the descriptors end.
# expect at most 0 points
# expect of_numbers errored: Too many open files

def largest_gap(values):
    kept = []
    while True:
        kept.append(open('/dev/null'))
