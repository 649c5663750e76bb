# Skips the header, and the first picture with it.
# expect reads_pictures failed first_picture_lost: skip it once
# expect reads_labels failed first_label_lost: Skip the header once

def parse_data_from_input(filename):
    data = np.loadtxt(filename, delimiter=",", skiprows=1)[1:]
    return data[:, 1:].reshape(-1, 28, 28), data[:, 0]
