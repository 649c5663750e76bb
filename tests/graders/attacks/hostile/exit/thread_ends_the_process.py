# Ends the process from a thread while a question is open.
# expect at most 0 points
# expect of_numbers errored: ended the whole Python process

import os
import threading
import time


def largest_gap(values):
    threading.Thread(target=os._exit, args=(0,)).start()
    time.sleep(60)
