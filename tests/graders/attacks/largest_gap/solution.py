# CANARY-solution-7d1f: no submission may ever see this line.
def largest_gap(values):
    return max((abs(b - a) for a, b in zip(values, values[1:])), default=0)
