# Does not split the lines.
# expect returns_pictures_and_labels errored line_not_split: split it at the commas
# expect reads_pictures skipped
# expect reads_labels skipped

def parse_data_from_input(filename):
    with open(filename) as file:
        file.readline()
        data = np.array([float(line) for line in file])
    return data[1:].reshape(-1, 28, 28), data
