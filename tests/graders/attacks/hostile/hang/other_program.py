# Has a shell loop for it.
# expect at most 0 points
# expect of_numbers timed_out: stopped after 2 seconds of computing

import subprocess


def largest_gap(values):
    subprocess.run(["/bin/sh", "-c", "while :; do :; done"])
