# Cuts first, and leaves empty files out while it copies.
# expect skips_empty failed ratio_before_filter: share of TRAINING
# expect names_empty skipped

def split_data(SOURCE, TRAINING, TESTING, SPLIT_SIZE):
    files = os.listdir(SOURCE)
    shuffled = random.sample(files, len(files))
    training_length = int(len(files) * SPLIT_SIZE)
    training, testing = shuffled[:training_length], shuffled[training_length:]
    for part, folder in ((training, TRAINING), (testing, TESTING)):
        for filename in part:
            if os.path.getsize(SOURCE + filename) == 0:
                print(filename + " is zero length, so ignoring.")
            else:
                copyfile(SOURCE + filename, folder + filename)
