# Copies only files that end in .jpg.
# expect odd_names failed filters_by_name: left out because of their names

def split_data(SOURCE, TRAINING, TESTING, SPLIT_SIZE):
    files = []
    for filename in os.listdir(SOURCE):
        if os.path.getsize(SOURCE + filename) > 0 and filename.endswith(".jpg"):
            files.append(filename)
        elif filename.endswith(".jpg"):
            print(filename + " is zero length, so ignoring.")
    shuffled = random.sample(files, len(files))
    training_length = int(len(files) * SPLIT_SIZE)
    training, testing = shuffled[:training_length], shuffled[training_length:]
    for filename in training:
        copyfile(SOURCE + filename, TRAINING + filename)
    for filename in testing:
        copyfile(SOURCE + filename, TESTING + filename)
