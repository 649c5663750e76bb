# Maps /dev/zero as shared memory, which is a file of no size limit.
# expect at most 0 points
# expect of_numbers errored: No such file

import mmap
import time


def largest_gap(values):
    with open('/dev/zero', 'r+b') as zero:
        kept = mmap.mmap(zero.fileno(), 2**31)
    kept[:] = bytes(2**31)
    time.sleep(600)
