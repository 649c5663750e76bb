# Takes the last number of a line for the label.
# expect reads_pictures failed label_among_pixels: The label stands among the pixels
# expect reads_labels failed last_column: The label stands first

def parse_data_from_input(filename):
    data = np.loadtxt(filename, delimiter=",", skiprows=1)
    return data[:, :-1].reshape(-1, 28, 28), data[:, -1]
