# Fills shared memory and unmaps all of it but one page, so that it counts nowhere.
# expect at most 0 points
# expect of_numbers errored: not permitted

import ctypes
import mmap
import time


def largest_gap(values):
    kept = mmap.mmap(-1, 2**31)
    libc = ctypes.CDLL(None)
    for start in range(0, 2**31 - 2**24, 2**24):
        kept[start : start + 2**24] = bytes(2**24)
        address = ctypes.addressof(ctypes.c_char.from_buffer(kept, start))
        libc.munmap(ctypes.c_void_p(address), ctypes.c_size_t(2**24))
    print('FILLED')
    time.sleep(600)
