# Overflows the stack of C by the hash of a tuple nested three hundred thousand deep.
# expect at most 0 points
# expect of_numbers errored: ended the whole Python process


def largest_gap(values):
    nested = ()
    for _ in range(300_000):
        nested = (nested,)
    hash(nested)
    return 0
