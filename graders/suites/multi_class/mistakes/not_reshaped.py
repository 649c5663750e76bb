# Returns each picture as one long row.
# expect reads_pictures failed not_reshaped: still one long row

def parse_data_from_input(filename):
    data = np.loadtxt(filename, delimiter=",", skiprows=1)
    return data[:, 1:], data[:, 0]
