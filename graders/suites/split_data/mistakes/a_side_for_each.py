# Draws a side for each picture on its own.
# expect sizes failed wrong_size: shuffle one list, and cut it there
# expect skips_empty failed ratio_before_filter
# expect names_empty skipped

def split_data(SOURCE, TRAINING, TESTING, SPLIT_SIZE):
    files = []
    for filename in os.listdir(SOURCE):
        if os.path.getsize(SOURCE + filename) > 0:
            files.append(filename)
        else:
            print(filename + " is zero length, so ignoring.")
    training, testing = [], []
    for filename in files:
        (training if random.random() < SPLIT_SIZE else testing).append(filename)
    for filename in training:
        copyfile(SOURCE + filename, TRAINING + filename)
    for filename in testing:
        copyfile(SOURCE + filename, TESTING + filename)
