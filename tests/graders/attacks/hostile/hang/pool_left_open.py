# Leaves a pool of processes and a thread open.
# expect at most 5 points
# expect of_numbers passed

import multiprocessing
import threading
import time

pool = multiprocessing.get_context('fork').Pool(2)
threading.Thread(target=time.sleep, args=(600,)).start()


def largest_gap(values):
    return max((abs(b - a) for a, b in zip(values, values[1:])), default=0)
