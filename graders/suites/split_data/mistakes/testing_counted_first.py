# Takes int of the part for testing, so that training is rounded up.
# expect sizes failed rounded_up: or int was taken of the part for testing

def split_data(SOURCE, TRAINING, TESTING, SPLIT_SIZE):
    files = []
    for filename in os.listdir(SOURCE):
        if os.path.getsize(SOURCE + filename) > 0:
            files.append(filename)
        else:
            print(filename + " is zero length, so ignoring.")
    shuffled = random.sample(files, len(files))
    testing_length = int(round(len(files) * (1 - SPLIT_SIZE), 6))
    training, testing = shuffled[testing_length:], shuffled[:testing_length]
    for filename in training:
        copyfile(SOURCE + filename, TRAINING + filename)
    for filename in testing:
        copyfile(SOURCE + filename, TESTING + filename)
