# Returns lists.
# expect returns_pictures_and_labels failed not_an_array: np.array(...) makes one of a list
# expect reads_pictures skipped
# expect reads_labels skipped

def parse_data_from_input(filename):
    data = np.loadtxt(filename, delimiter=",", skiprows=1)
    return list(data[:, 1:].reshape(-1, 28, 28)), list(data[:, 0])
