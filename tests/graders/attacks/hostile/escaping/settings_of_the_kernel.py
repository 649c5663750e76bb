# Writes into /proc/sys, /sys and its own limits.
# expect at most 0 points
# expect of_numbers failed: another one
# prints refused OSError
# prints refused a limit

import resource

def tried(action):
    """Print how an attempt ended."""
    try:
        print("DONE", action())
    except OSError as error:
        print("refused", type(error).__name__)


def largest_gap(values):
    def write(path, text):
        with open(path, 'w') as file:
            file.write(text)


    for path in ('/proc/sys/kernel/core_pattern', '/proc/sys/vm/drop_caches', '/proc/sysrq-trigger', '/sys/kernel/uevent_helper', '/proc/self/oom_score_adj', '/proc/self/uid_map'):
        tried(lambda: write(path, '|/tmp/x'))
    for which in (resource.RLIMIT_NPROC, resource.RLIMIT_DATA, resource.RLIMIT_FSIZE):
        try:
            resource.setrlimit(which, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
            print('RAISED')
        except ValueError:
            print('refused a limit')
    return -1
