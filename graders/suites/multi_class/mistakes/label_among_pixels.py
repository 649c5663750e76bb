# Leaves the label among the pixels, so that a line has 785 of them.
# expect returns_pictures_and_labels errored label_among_pixels: 785 numbers are a whole line
# expect reads_pictures skipped
# expect reads_labels skipped

def parse_data_from_input(filename):
    images, labels = [], []
    with open(filename) as file:
        reader = csv.reader(file)
        next(reader)
        for row in reader:
            labels.append(float(row[0]))
            images.append(np.array(row).astype(float).reshape(28, 28))
    return np.array(images), np.array(labels)
