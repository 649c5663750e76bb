import os, random, shutil
from os import getcwd
from shutil import copyfile

path_cats_and_dogs = f"{getcwd()}/../tmp2/cats-and-dogs.zip"
shutil.rmtree('/tmp/cats-v-dogs')

def create_train_val_dirs(root_path):
    to_create = [root_path, root_path + '/training', root_path + '/testing',
                 root_path + '/training/cats', root_path + '/training/dogs',
                 root_path + '/testing/cats', root_path + '/testing/dogs']
    for directory in to_create:
        try:
            os.mkdir(directory)
            print(directory, 'created')
        except:
            print(directory, 'failed')

def split_data(SOURCE, TRAINING, TESTING, SPLIT_SIZE):
    all_files = []
    for file_name in os.listdir(SOURCE):
        file_path = SOURCE + file_name
        if os.path.getsize(file_path):
            all_files.append(file_name)
        else:
            print('{} is zero length, so ignoring'.format(file_name))
    n_files = len(all_files)
    split_point = int(n_files * SPLIT_SIZE)
    shuffled = random.sample(all_files, n_files)
    train_set = shuffled[:split_point]
    test_set = shuffled[split_point:]
    for file_name in train_set:
        copyfile(SOURCE + file_name, TRAINING + file_name)
    for file_name in test_set:
        copyfile(SOURCE + file_name, TESTING + file_name)

CAT_SOURCE_DIR = "/tmp/PetImages/Cat/"
split_data(CAT_SOURCE_DIR, "/tmp/cats-v-dogs/training/cats/", "/tmp/cats-v-dogs/testing/cats/", .9)
