# Leaves data in the kernel's keyrings for the next submission.
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
    syscall((248, 217), 0, 0, 0, 0, -4)
    syscall((250, 219), 0, -4, 1)
    syscall((250, 219), 1, 0)
    return -1
