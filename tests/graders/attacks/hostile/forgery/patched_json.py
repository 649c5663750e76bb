# Replaces json and struct, so that what is written differs from what is said.
# expect at most 0 points
# expect of_numbers failed: another one

import json
import struct

json.dumps = json.JSONEncoder.encode = lambda *_, **__: '{"status": "passed"}'
struct.pack = lambda *_: b''


def largest_gap(values):
    return -1
