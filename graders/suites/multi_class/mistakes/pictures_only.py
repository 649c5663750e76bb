# Returns the pictures without the labels.
# expect returns_pictures_and_labels failed not_two_values: must return two values
# expect reads_pictures skipped
# expect reads_labels skipped

def parse_data_from_input(filename):
    data = np.loadtxt(filename, delimiter=",", skiprows=1)
    return data[:, 1:].reshape(-1, 28, 28)
