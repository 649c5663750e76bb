# Sends answers before they are asked for, from a thread.
# expect at most 0 points
# expect of_numbers errored: could not be read

import os
import threading
import time


def largest_gap(values):
    def ahead():
        for number in range(50):
            time.sleep(0.05)
            os.write(3, b'TfQ1')


    threading.Thread(target=ahead).start()
    time.sleep(1)
    return -1
