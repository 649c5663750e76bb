# A whole file as the notes have it: folders made one by one, fixed folders that are not there, calls between the code.
# whole file
# expect all_for_training failed minus_zero_slice: shuffled[training_length:]

import os
import random
import zipfile
from shutil import copyfile

local_zip = '/tmp/cats-and-dogs.zip'
zip_ref = zipfile.ZipFile(local_zip, 'r')
zip_ref.extractall('/tmp')
zip_ref.close()

print(len(os.listdir('/tmp/PetImages/Cat/')))
print(len(os.listdir('/tmp/PetImages/Dog/')))


def create_train_val_dirs(root_path):
    try:
        os.mkdir(root_path)
        os.mkdir(root_path + '/training')
        os.mkdir(root_path + '/testing')
        os.mkdir(root_path + '/training/cats')
        os.mkdir(root_path + '/training/dogs')
        os.mkdir(root_path + '/testing/cats')
        os.mkdir(root_path + '/testing/dogs')
    except OSError:
        pass


create_train_val_dirs('/tmp/cats-v-dogs')


def split_data(SOURCE, TRAINING, TESTING, SPLIT_SIZE):
    files = []
    for filename in os.listdir(SOURCE):
        file = SOURCE + filename
        if os.path.getsize(file) > 0:
            files.append(filename)
        else:
            print(filename + " is zero length, so ignoring.")

    training_length = int(len(files) * SPLIT_SIZE)
    testing_length = int(len(files) - training_length)
    shuffled_set = random.sample(files, len(files))
    training_set = shuffled_set[0:training_length]
    testing_set = shuffled_set[-testing_length:]

    for filename in training_set:
        copyfile(SOURCE + filename, TRAINING + filename)
    for filename in testing_set:
        copyfile(SOURCE + filename, TESTING + filename)


CAT_SOURCE_DIR = "/tmp/PetImages/Cat/"
TRAINING_CATS_DIR = "/tmp/cats-v-dogs/training/cats/"
TESTING_CATS_DIR = "/tmp/cats-v-dogs/testing/cats/"
split_size = .9
split_data(CAT_SOURCE_DIR, TRAINING_CATS_DIR, TESTING_CATS_DIR, split_size)
print(len(os.listdir('/tmp/cats-v-dogs/training/cats/')))
