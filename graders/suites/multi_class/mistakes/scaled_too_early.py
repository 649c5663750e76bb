# Divides by 255 while reading.
# expect reads_pictures failed scaled_too_early: keep 0 to 255 here

def parse_data_from_input(filename):
    data = np.loadtxt(filename, delimiter=",", skiprows=1)
    return data[:, 1:].reshape(-1, 28, 28) / 255.0, data[:, 0]
