# Reads the training file, whatever it is given.
# expect returns_pictures_and_labels failed fixed_file: not a fixed name
# expect reads_pictures skipped
# expect reads_labels skipped

def parse_data_from_input(filename):
    data = np.loadtxt("./animals_train.csv", delimiter=",", skiprows=1)
    return data[:, 1:].reshape(-1, 28, 28), data[:, 0]
