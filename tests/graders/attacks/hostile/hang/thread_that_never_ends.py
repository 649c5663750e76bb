# Leaves the work to a thread that never ends and waits for it.
# expect at most 0 points
# expect of_numbers timed_out: stopped after 2 seconds of computing

import threading


def spin():
    while True:
        pass


def largest_gap(values):
    thread = threading.Thread(target=spin)
    thread.start()
    thread.join()
