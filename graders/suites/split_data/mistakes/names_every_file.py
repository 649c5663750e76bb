# Prints the name of every file, the empty ones no different.
# expect names_empty failed says_nothing: is zero length

def split_data(SOURCE, TRAINING, TESTING, SPLIT_SIZE):
    files = []
    for filename in os.listdir(SOURCE):
        print("looking at", SOURCE + filename)
        if os.path.getsize(SOURCE + filename) > 0:
            files.append(filename)
    shuffled = random.sample(files, len(files))
    training_length = int(len(files) * SPLIT_SIZE)
    training, testing = shuffled[:training_length], shuffled[training_length:]
    for filename in training:
        copyfile(SOURCE + filename, TRAINING + filename)
    for filename in testing:
        copyfile(SOURCE + filename, TESTING + filename)
