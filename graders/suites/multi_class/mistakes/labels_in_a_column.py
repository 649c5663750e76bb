# Returns the labels as a column.
# expect reads_labels failed labels_in_a_column: must have one axis

def parse_data_from_input(filename):
    data = np.loadtxt(filename, delimiter=",", skiprows=1)
    return data[:, 1:].reshape(-1, 28, 28), data[:, :1]
