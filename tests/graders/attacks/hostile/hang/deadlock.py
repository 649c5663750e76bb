# Waits for a lock that it holds itself.
# expect at most 0 points
# expect of_numbers timed_out: stopped after 40 seconds in all

import threading


def largest_gap(values):
    lock = threading.Lock()
    lock.acquire()
    lock.acquire()
