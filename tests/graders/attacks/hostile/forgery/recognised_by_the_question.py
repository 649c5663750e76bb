# Answers from what it has learnt of earlier questions in other checks.
# expect at most 0 points
# expect of_numbers failed: another one

SEEN = []


def largest_gap(values):
    SEEN.append(values)
    return max(SEEN[0])
