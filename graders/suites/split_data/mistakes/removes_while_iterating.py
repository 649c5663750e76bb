# Removes empty files from the list that it goes over.
# expect skips_empty failed removed_while_iterating: the loop misses the next item
# expect names_empty skipped

def split_data(SOURCE, TRAINING, TESTING, SPLIT_SIZE):
    files = os.listdir(SOURCE)
    for filename in files:
        if os.path.getsize(SOURCE + filename) == 0:
            print(filename + " is zero length, so ignoring.")
            files.remove(filename)
    shuffled = random.sample(files, len(files))
    training_length = int(len(files) * SPLIT_SIZE)
    training, testing = shuffled[:training_length], shuffled[training_length:]
    for filename in training:
        copyfile(SOURCE + filename, TRAINING + filename)
    for filename in testing:
        copyfile(SOURCE + filename, TESTING + filename)
