# Reads the pixels column by column.
# expect reads_pictures failed transposed: Rows and columns are exchanged

def parse_data_from_input(filename):
    data = np.loadtxt(filename, delimiter=",", skiprows=1)
    return np.array([row[1:].reshape((28, 28), order="F") for row in data]), data[:, 0]
