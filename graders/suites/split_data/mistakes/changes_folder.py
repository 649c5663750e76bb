# Changes into the source with os.chdir.
# expect any_folder failed changes_folder: Leave os.chdir out
# expect without_slash failed beside_the_folder

def split_data(SOURCE, TRAINING, TESTING, SPLIT_SIZE):
    os.chdir(SOURCE)
    files = []
    for filename in os.listdir():
        if os.path.getsize(filename) > 0:
            files.append(filename)
        else:
            print(filename + " is zero length, so ignoring.")
    shuffled = random.sample(files, len(files))
    training_length = int(len(files) * SPLIT_SIZE)
    training, testing = shuffled[:training_length], shuffled[training_length:]
    for filename in training:
        copyfile(filename, TRAINING + filename)
    for filename in testing:
        copyfile(filename, TESTING + filename)
