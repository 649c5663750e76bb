# Leaves empty files out without a word.
# expect names_empty failed says_nothing: wants to know which were left out

def split_data(SOURCE, TRAINING, TESTING, SPLIT_SIZE):
    files = [name for name in os.listdir(SOURCE) if os.path.getsize(SOURCE + name) > 0]
    shuffled = random.sample(files, len(files))
    training_length = int(len(files) * SPLIT_SIZE)
    training, testing = shuffled[:training_length], shuffled[training_length:]
    for filename in training:
        copyfile(SOURCE + filename, TRAINING + filename)
    for filename in testing:
        copyfile(SOURCE + filename, TESTING + filename)
