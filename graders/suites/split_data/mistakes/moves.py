# Moves the pictures.
# expect keeps_source failed moved_not_copied: they were moved. Copy them

def split_data(SOURCE, TRAINING, TESTING, SPLIT_SIZE):
    import shutil

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
        shutil.move(SOURCE + filename, TRAINING + filename)
    for filename in testing:
        shutil.move(SOURCE + filename, TESTING + filename)
