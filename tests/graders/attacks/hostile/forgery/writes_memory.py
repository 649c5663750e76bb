# Overwrites the small integers and constants of its process through ctypes.
# expect at most 0 points
# expect of_numbers failed: another one

import ctypes

ctypes.c_longlong.from_address(id(-1) + 24).value = 0


def largest_gap(values):
    return -1
