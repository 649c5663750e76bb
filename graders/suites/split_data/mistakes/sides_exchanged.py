# Copies the larger part to testing.
# expect sizes failed swapped: the two folders are exchanged
# expect all_for_training failed minus_zero_slice
# expect few_pictures failed swapped

def split_data(SOURCE, TRAINING, TESTING, SPLIT_SIZE):
    files = []
    for filename in os.listdir(SOURCE):
        if os.path.getsize(SOURCE + filename) > 0:
            files.append(filename)
        else:
            print(filename + " is zero length, so ignoring.")
    shuffled = random.sample(files, len(files))
    training_length = int(len(files) * SPLIT_SIZE)
    training, testing = shuffled[:training_length], shuffled[training_length:]
    for filename in testing:
        copyfile(SOURCE + filename, TRAINING + filename)
    for filename in training:
        copyfile(SOURCE + filename, TESTING + filename)
