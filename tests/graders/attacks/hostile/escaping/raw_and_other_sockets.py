# Opens raw, netlink, packet, Bluetooth, TIPC and vsock sockets, also as pairs.
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
    for family, kind in ((2, 3), (16, 3), (17, 3), (31, 3), (30, 1), (40, 1), (38, 5), (21, 5)):
        tried(lambda: socket.socket(family, kind))
    tried(lambda: socket.socketpair(30, socket.SOCK_SEQPACKET))
    return -1
