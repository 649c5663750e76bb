# Starts threads until the system refuses.
# expect at most 0 points
# expect of_numbers errored: can't start new thread

import threading
import time


def largest_gap(values):
    while True:
        threading.Thread(target=time.sleep, args=(600,), daemon=True).start()
