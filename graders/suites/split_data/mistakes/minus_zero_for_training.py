# Cuts at -testing_length on both sides.
# expect all_for_training failed minus_zero_slice: is right for every length but 0

def split_data(SOURCE, TRAINING, TESTING, SPLIT_SIZE):
    files = []
    for filename in os.listdir(SOURCE):
        if os.path.getsize(SOURCE + filename) > 0:
            files.append(filename)
        else:
            print(filename + " is zero length, so ignoring.")
    shuffled = random.sample(files, len(files))
    testing_length = len(files) - int(len(files) * SPLIT_SIZE)
    training, testing = shuffled[:-testing_length], shuffled[-testing_length:]
    for filename in training:
        copyfile(SOURCE + filename, TRAINING + filename)
    for filename in testing:
        copyfile(SOURCE + filename, TESTING + filename)
