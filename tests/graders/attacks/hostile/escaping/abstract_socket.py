# Connects to an abstract socket of another process.
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
    def connect(kind):
        with socket.socket(socket.AF_UNIX, kind) as own:
            own.connect('\0@ABSTRACT@')
            own.send(b'secret')


    tried(lambda: connect(socket.SOCK_STREAM))
    tried(lambda: connect(socket.SOCK_DGRAM))
    return -1
