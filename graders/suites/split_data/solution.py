import os
import random
from shutil import copyfile


def create_train_val_dirs(root_path):
    for part in ("training", "testing"):
        for name in ("cats", "dogs"):
            os.makedirs(os.path.join(root_path, part, name), exist_ok=True)


def split_data(SOURCE, TRAINING, TESTING, SPLIT_SIZE):
    files = []
    for filename in os.listdir(SOURCE):
        if os.path.getsize(os.path.join(SOURCE, filename)) > 0:
            files.append(filename)
        else:
            print(filename + " is zero length, so ignoring.")
    shuffled = random.sample(files, len(files))
    training_length = int(len(files) * SPLIT_SIZE)
    for filename in shuffled[:training_length]:
        copyfile(os.path.join(SOURCE, filename), os.path.join(TRAINING, filename))
    for filename in shuffled[training_length:]:
        copyfile(os.path.join(SOURCE, filename), os.path.join(TESTING, filename))
