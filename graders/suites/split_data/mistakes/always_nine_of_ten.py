# Ignores SPLIT_SIZE and takes nine of ten.
# expect sizes failed wrong_size: SPLIT_SIZE 0.6
# expect skips_empty failed
# expect names_empty skipped
# expect all_for_training failed wrong_size
# expect few_pictures failed

def split_data(SOURCE, TRAINING, TESTING, SPLIT_SIZE):
    files = []
    for filename in os.listdir(SOURCE):
        if os.path.getsize(SOURCE + filename) > 0:
            files.append(filename)
        else:
            print(filename + " is zero length, so ignoring.")
    shuffled = random.sample(files, len(files))
    training_length = int(len(files) * 0.9)
    training, testing = shuffled[:training_length], shuffled[training_length:]
    for filename in training:
        copyfile(SOURCE + filename, TRAINING + filename)
    for filename in testing:
        copyfile(SOURCE + filename, TESTING + filename)
