# Unpacks small data into large data, many times.
# expect at most 0 points
# expect of_numbers out_of_memory: more memory than allowed

import zlib


def largest_gap(values):
    small = zlib.compress(bytes(2**26))
    return len([zlib.decompress(small) for _ in range(100)])
