# Computes a power with more digits than the machine has atoms, inside C.
# expect at most 0 points
# expect of_numbers timed_out: stopped after 2 seconds of computing

def largest_gap(values):
    return 9**9**9
