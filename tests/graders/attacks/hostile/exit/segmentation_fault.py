# Reads address 0 through ctypes.
# expect at most 0 points
# expect of_numbers errored: ended the whole Python process (killed by signal 11

import ctypes


def largest_gap(values):
    ctypes.string_at(0)
