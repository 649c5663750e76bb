# Prints the shapes in place of returning the arrays.
# expect returns_pictures_and_labels failed returns_nothing: end it with return
# expect reads_pictures skipped
# expect reads_labels skipped

def parse_data_from_input(filename):
    data = np.loadtxt(filename, delimiter=",", skiprows=1)
    print(data[:, 1:].reshape(-1, 28, 28).shape, data[:, 0].shape)
