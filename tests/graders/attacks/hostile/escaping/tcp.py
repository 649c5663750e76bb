# Connects to a server of this machine, and to one far away, by TCP.
# expect at most 0 points
# expect of_numbers failed: another one
# prints refused

import socket

def tried(action):
    """Print how an attempt ended."""
    try:
        print("DONE", action())
    except OSError as error:
        print("refused", type(error).__name__)


def largest_gap(values):
    for address in (('127.0.0.1', int('@TCP@')), ('::1', int('@TCP@')), ('192.0.2.1', 80), ('localhost', int('@TCP@'))):
        tried(lambda: socket.create_connection(address, timeout=3).send(b'secret'))
    return -1
