# Sorts the lines by their labels.
# expect reads_pictures failed lines_in_other_order: not in the order of the lines
# expect reads_labels failed lines_in_other_order: not in the order of the lines

def parse_data_from_input(filename):
    data = np.loadtxt(filename, delimiter=",", skiprows=1)
    data = data[np.argsort(data[:, 0])]
    return data[:, 1:].reshape(-1, 28, 28), data[:, 0]
