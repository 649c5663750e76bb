# Defines the function under a name with a Cyrillic letter.
# encode utf-8
# expect at most 0 points
# expect of_numbers failed: did you mean

def lаrgest_gap(values):
    return 0
