# Converts the pixels, and leaves the labels as texts.
# expect returns_pictures_and_labels failed strings_not_converted: The labels are texts
# expect reads_pictures skipped
# expect reads_labels skipped

def parse_data_from_input(filename):
    images, labels = [], []
    with open(filename) as file:
        reader = csv.reader(file, delimiter=",")
        next(reader, None)
        for row in reader:
            labels.append(row[0])
            images.append(np.array(row[1:]).reshape((28, 28)))
    return np.array(images).astype(float), np.array(labels)
