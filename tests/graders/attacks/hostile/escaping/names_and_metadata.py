# Asks name servers, and the metadata service that clouds offer.
# expect at most 0 points
# expect of_numbers failed: another one
# prints refused

import socket
import urllib.request

def tried(action):
    """Print how an attempt ended."""
    try:
        print("DONE", action())
    except OSError as error:
        print("refused", type(error).__name__)


def largest_gap(values):
    tried(lambda: socket.getaddrinfo('secret.example.org', 80))
    tried(lambda: urllib.request.urlopen('http://169.254.169.254/latest/meta-data/', timeout=3).read())
    return -1
