# Stops one line too early.
# expect reads_pictures failed last_picture_lost: last picture is missing
# expect reads_labels failed last_label_lost: last label is missing

def parse_data_from_input(filename):
    with open(filename) as file:
        lines = file.read().splitlines()
    rows = [lines[number].split(",") for number in range(1, len(lines) - 1)]
    data = np.array(rows).astype(float)
    return data[:, 1:].reshape(-1, 28, 28), data[:, 0]
