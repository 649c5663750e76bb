# Writes an answer of its own to the answer channel, then answers once more.
# expect at most 0 points
# expect of_numbers failed: another one
# expect of_arrays skipped: Skipped

import json
import os
import time


def largest_gap(values):
    header = json.dumps({'id': 3, 'kind': 'answer', 'payload': 0, 'arrays': []}).encode()
    os.write(3, b'TfQ1' + len(header).to_bytes(4, 'little') + bytes(8) + header)
    time.sleep(1)
    return -1
