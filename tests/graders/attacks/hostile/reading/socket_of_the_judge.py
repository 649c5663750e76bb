# Looks for the fork server's socket and asks it for a child without limits.
# expect at most 0 points
# expect of_numbers failed: another one
# prints refused

import socket


def largest_gap(values):
    words = open('/proc/self/cmdline').read().split('\0')
    for path in [word for word in words if word.endswith('socket')] + ['\0' + word for word in words if word]:
        try:
            own = socket.socket(socket.AF_UNIX)
            own.connect(path)
            print('REACHED')
        except OSError as error:
            print('refused', type(error).__name__)
    return -1
