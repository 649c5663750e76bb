# Becomes root by set-user-id programs and by asking for it.
# expect at most 0 points
# expect of_numbers failed: another one
# prints refused PermissionError

import os
import subprocess

def tried(action):
    """Print how an attempt ended."""
    try:
        print("DONE", action())
    except OSError as error:
        print("refused", type(error).__name__)


def largest_gap(values):
    for action in (lambda: os.setuid(0), lambda: os.setresuid(0, 0, 0), lambda: os.setgroups([0])):
        tried(action)
    for program in ('su', 'sudo', 'mount', 'newgrp', 'passwd'):
        done = subprocess.run(['/bin/sh', '-c', f'{program} -c id </dev/null'], capture_output=True, text=True)
        print('uid=0' in done.stdout)
    return -1
