# Connects to the sockets that services of the system leave in the file tree.
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
    def connect(path):
        with socket.socket(socket.AF_UNIX) as own:
            own.connect(path)


    for path in ('/var/run/docker.sock', '/run/dbus/system_bus_socket', '/run/systemd/notify', '/tmp/.X11-unix/X0', '/run/user/0/bus'):
        tried(lambda: connect(path))
    return -1
