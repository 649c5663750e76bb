# Leaves links out of the folder, pipes and sockets for whoever clears up.
# expect at most 0 points
# expect of_numbers failed: another one
# prints refused

import os
import socket
import stat


def largest_gap(values):
    os.symlink('/', 'root')
    os.symlink('@HOME@', 'home')
    os.symlink('loop', 'loop')
    os.mkfifo('pipe')
    socket.socket(socket.AF_UNIX).bind('socket')
    os.mkdir('locked')
    os.chmod('locked', 0)
    for kind in (stat.S_IFCHR, stat.S_IFBLK):
        try:
            os.mknod('device', kind | 0o666, os.makedev(1, 1))
            print('MADE')
        except OSError as error:
            print('refused', type(error).__name__)
    return -1
