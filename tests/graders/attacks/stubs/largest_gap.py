"""
# The largest gap

Write `largest_gap(values)`. It returns the largest difference between neighbouring values of a list or an array, and 0
where there are no neighbours. For whole numbers the answer is a whole number.
"""


def largest_gap(values):
    """Return the largest absolute difference between neighbours."""
    # START
    pass
    # END
