# Sends a packet by UDP without connecting.
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
    def send(address, family):
        with socket.socket(family, socket.SOCK_DGRAM) as own:
            own.sendto(b'secret', address)


    tried(lambda: send(('127.0.0.1', int('@UDP@')), socket.AF_INET))
    tried(lambda: send(('::1', int('@UDP@')), socket.AF_INET6))
    return -1
