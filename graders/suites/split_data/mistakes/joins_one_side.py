# Joins the source with os.path.join, and the folders for copies with +.
# expect without_slash failed beside_the_folder: landed beside the folder

def split_data(SOURCE, TRAINING, TESTING, SPLIT_SIZE):
    files = []
    for filename in os.listdir(SOURCE):
        if os.path.getsize(os.path.join(SOURCE, filename)) > 0:
            files.append(filename)
        else:
            print(filename + " is zero length, so ignoring.")
    shuffled = random.sample(files, len(files))
    training_length = int(len(files) * SPLIT_SIZE)
    training, testing = shuffled[:training_length], shuffled[training_length:]
    for filename in training:
        copyfile(os.path.join(SOURCE, filename), TRAINING + filename)
    for filename in testing:
        copyfile(os.path.join(SOURCE, filename), TESTING + filename)
