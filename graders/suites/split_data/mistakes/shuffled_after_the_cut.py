# Shuffles each part after the list was cut.
# expect shuffles failed not_shuffled: TRAINING got the first of the files

def split_data(SOURCE, TRAINING, TESTING, SPLIT_SIZE):
    files = []
    for filename in os.listdir(SOURCE):
        if os.path.getsize(SOURCE + filename) > 0:
            files.append(filename)
        else:
            print(filename + " is zero length, so ignoring.")
    shuffled = files
    training_length = int(len(files) * SPLIT_SIZE)
    training, testing = shuffled[:training_length], shuffled[training_length:]
    random.shuffle(training)
    random.shuffle(testing)
    for filename in training:
        copyfile(SOURCE + filename, TRAINING + filename)
    for filename in testing:
        copyfile(SOURCE + filename, TESTING + filename)
