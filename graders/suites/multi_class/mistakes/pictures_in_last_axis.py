# Reshapes to (28, 28, n), which mixes all pictures with each other.
# expect reads_pictures failed wrong_shape: another shape

def parse_data_from_input(filename):
    data = np.loadtxt(filename, delimiter=",", skiprows=1)
    return data[:, 1:].reshape(28, 28, -1), data[:, 0]
