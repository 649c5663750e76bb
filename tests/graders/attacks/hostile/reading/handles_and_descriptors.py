# Opens files by handle and looks at every descriptor that it has.
# expect at most 0 points
# expect of_numbers failed: another one
# prints handle -1

import ctypes
import os


def largest_gap(values):
    libc = ctypes.CDLL(None, use_errno=True)
    handle = (ctypes.c_char * 128)()
    print('handle', libc.open_by_handle_at(-100, handle, 0))
    for descriptor in range(64):
        try:
            print(descriptor, os.readlink(f'/proc/self/fd/{descriptor}'))
            os.fchdir(descriptor)
            print('ENTERED', os.listdir('.'))
        except OSError:
            pass
    return -1
