# Gives copyfile the folder instead of the new file's name.
# expect copies errored copy_onto_folder: copyfile needs the new file's whole name
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
        copyfile(SOURCE + filename, TRAINING)
    for filename in testing:
        copyfile(SOURCE + filename, TESTING)
