# Mounts file systems and moves the root.
# expect at most 0 points
# expect of_numbers failed: another one
# prints refused 1

import ctypes
import os
import platform

LIBC = ctypes.CDLL(None, use_errno=True)
COLUMN = 0 if platform.machine() == "x86_64" else 1


def syscall(numbers, *arguments):
    """Make a call of the kernel by its number and print how it ended."""
    ctypes.set_errno(0)
    result = LIBC.syscall(ctypes.c_long(numbers[COLUMN]), *[ctypes.c_long(each) for each in arguments])
    print("DONE" if result >= 0 else f"refused {ctypes.get_errno()}")


def largest_gap(values):
    syscall((165, 40), 0, 0, 0, 0, 0)
    syscall((155, 41), 0, 0)
    syscall((161, 51), 0)
    syscall((430, 430), 0, 0)
    syscall((428, 428), -100, 0, 0)
    syscall((166, 39), 0, 2)
    return -1
