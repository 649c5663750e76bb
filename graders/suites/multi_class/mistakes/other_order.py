# Returns the labels first.
# expect returns_pictures_and_labels failed other_order: The two values are exchanged
# expect reads_pictures skipped
# expect reads_labels skipped

def parse_data_from_input(filename):
    data = np.loadtxt(filename, delimiter=",", skiprows=1)
    return data[:, 0], data[:, 1:].reshape(-1, 28, 28)
