# Calls np.loadtxt without skiprows.
# expect returns_pictures_and_labels errored header_as_data: most often the header line
# expect reads_pictures skipped
# expect reads_labels skipped

def parse_data_from_input(filename):
    data = np.loadtxt(filename, delimiter=",")
    return data[:, 1:].reshape(-1, 28, 28), data[:, 0]
