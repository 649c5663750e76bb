# Runs a program from memory, which exists nowhere as a file.
# expect at most 0 points
# expect of_numbers failed: another one
# prints refused 1
# prints refused PermissionError

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
    syscall((319, 279), 0, 0)
    syscall((447, 447), 0)
    fd = os.open('/tmp/program', os.O_CREAT | os.O_RDWR, 0o755)
    os.write(fd, open('/bin/true', 'rb').read())
    os.close(fd)
    try:
        os.execv('/tmp/program', ['x'])
    except OSError as error:
        print('refused', type(error).__name__)
    return -1
