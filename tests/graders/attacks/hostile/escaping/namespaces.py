# Makes new namespaces, where it would be root, and enters those of others.
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
    for flag in (0x10000000, 0x00020000, 0x20000000, 0x40000000):
        syscall((272, 97), flag)
        syscall((56, 220), flag | 17, 0, 0, 0, 0)
    syscall((308, 268), 3, 0)
    return -1
