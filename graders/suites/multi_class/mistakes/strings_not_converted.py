# Forgets that a CSV file holds text.
# expect returns_pictures_and_labels failed strings_not_converted: The images are texts
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
    return np.array(images), np.array(labels)
