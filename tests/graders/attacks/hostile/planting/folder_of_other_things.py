# Leaves links, pipes, sockets, closed folders and names that break lists in the folders that are read back.
# exercise split_data
# changes the solution
# expect at most 4 points
# expect copies failed: SOURCE does not hold
# prints planted

def split_data(SOURCE, TRAINING, TESTING, SPLIT_SIZE):
    import socket

    os.mkfifo(TRAINING + 'pipe')
    os.symlink('/etc/passwd', TRAINING + 'passwords')
    os.symlink('@SECRET@', TESTING + 'secret')
    os.symlink('loop', TRAINING + 'loop')
    os.symlink('/', TESTING + 'root')
    socket.socket(socket.AF_UNIX).bind(TRAINING + 'socket')
    for name in (b'\xff\xfe.jpg', b'\n<b>passed\x1b[2J.jpg', b'-rf', 'ü'.encode() * 120):
        open(TRAINING.encode() + name, 'wb').close()
    os.mkdir(TESTING + 'closed')
    os.chmod(TESTING + 'closed', 0)
    folder = TESTING
    for _ in range(60):
        folder += 'd/'
        os.mkdir(folder)
    print('planted')
