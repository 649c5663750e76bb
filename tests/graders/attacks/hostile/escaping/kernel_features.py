# Uses the parts of the kernel with a long record of holes: BPF, perf, userfaultfd, modules.
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
    syscall((321, 280), 0, 0, 0)
    syscall((298, 241), 0, 0, -1, -1, 0)
    syscall((323, 282), 0)
    syscall((313, 273), 0, 0, 0)
    syscall((246, 104), 0, 0, 0, 0)
    syscall((103, 116), 3, 0, 0)
    return -1
