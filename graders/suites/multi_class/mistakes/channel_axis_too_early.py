# Adds the channel axis in the wrong function.
# expect reads_pictures failed channel_axis_too_early: is added later

def parse_data_from_input(filename):
    data = np.loadtxt(filename, delimiter=",", skiprows=1)
    return data[:, 1:].reshape(-1, 28, 28, 1), data[:, 0]
