# Prints its environment, also the one that its process was started with.
# expect at most 0 points
# expect of_numbers failed: another one
# prints PATH

import os


def largest_gap(values):
    print(dict(os.environ))
    print(os.popen('env').read())
    for path in ('/proc/self/environ', '/proc/self/cmdline', '/proc/1/environ'):
        try:
            print(open(path, 'rb').read())
        except OSError as error:
            print(type(error).__name__)
    return -1
