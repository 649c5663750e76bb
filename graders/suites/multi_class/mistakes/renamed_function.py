# Calls the first function as older files of the course do.
# without parse_data_from_input
# expect returns_pictures_and_labels failed missing_definition: Define parse_data_from_input at the top level
# expect reads_pictures skipped
# expect reads_labels skipped

def get_data(filename):
    data = np.loadtxt(filename, delimiter=",", skiprows=1)
    return data[:, 1:].reshape(-1, 28, 28), data[:, 0]
