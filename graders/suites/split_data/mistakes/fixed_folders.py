# Copies into the folders of its own computer.
# expect copies failed nothing_copied: into the folders that it is given
# expect splits skipped
# expect sizes skipped
# expect keeps_source skipped
# expect skips_empty skipped
# expect names_empty skipped
# expect shuffles skipped
# expect all_for_training skipped
# expect few_pictures skipped
# expect odd_names skipped
# expect any_folder skipped
# expect without_slash skipped

def split_data(SOURCE, TRAINING, TESTING, SPLIT_SIZE):
    TRAINING, TESTING = "/tmp/cats-v-dogs/training/cats/", "/tmp/cats-v-dogs/testing/cats/"
    os.makedirs(TRAINING, exist_ok=True)
    os.makedirs(TESTING, exist_ok=True)
    files = []
    for filename in os.listdir(SOURCE):
        if os.path.getsize(SOURCE + filename) > 0:
            files.append(filename)
        else:
            print(filename + " is zero length, so ignoring.")
    shuffled = random.sample(files, len(files))
    training_length = int(len(files) * SPLIT_SIZE)
    training, testing = shuffled[:training_length], shuffled[training_length:]
    for filename in training:
        copyfile(SOURCE + filename, TRAINING + filename)
    for filename in testing:
        copyfile(SOURCE + filename, TESTING + filename)
