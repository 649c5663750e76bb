# Stacks the pictures along the last axis.
# expect reads_pictures failed pictures_in_last_axis: counted by the last axis

def parse_data_from_input(filename):
    data = np.loadtxt(filename, delimiter=",", skiprows=1)
    return np.dstack([row[1:].reshape(28, 28) for row in data]), data[:, 0]
