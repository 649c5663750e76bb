# Calls np.genfromtxt without skip_header, which makes nan of the header.
# expect reads_pictures failed header_as_data: made of the header line
# expect reads_labels failed header_as_data: first label is made of the header line

def parse_data_from_input(filename):
    data = np.genfromtxt(filename, delimiter=",")
    return data[:, 1:].reshape(-1, 28, 28), data[:, 0]
