# Takes the header line for a picture.
# expect returns_pictures_and_labels errored header_as_data: most often the header line
# expect reads_pictures skipped
# expect reads_labels skipped

def parse_data_from_input(filename):
    images, labels = [], []
    with open(filename) as file:
        for row in csv.reader(file, delimiter=","):
            labels.append(row[0])
            images.append(np.array(row[1:]).reshape(28, 28))
    return np.array(images).astype(float), np.array(labels).astype(float)
