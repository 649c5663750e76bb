"""
# Cats and dogs: a split without leaks

Pictures come in one folder a class. To train on some and test on others, each picture must lie in exactly one of two
folders. Write the two functions that do it. Only Python's own `os`, `random` and `shutil` are needed.

1. **`create_train_val_dirs(root_path)`** makes, below the folder `root_path`, which does not exist yet, the tree

   ```
   root_path/
       training/
           cats/
           dogs/
       testing/
           cats/
           dogs/
   ```

   `validation` in place of `testing` is accepted too. Called a second time, it must leave the files that lie in the tree
   alone; stopping with a `FileExistsError` is fine then.
2. **`split_data(SOURCE, TRAINING, TESTING, SPLIT_SIZE)`** copies the files of the folder `SOURCE` into the folders
   `TRAINING` and `TESTING`, which exist and are empty.
    - A file of zero length is no picture. Leave it out, before anything is counted, and print its name:
      `cat.666.jpg is zero length, so ignoring.`
    - Shuffle the others. The first `int(number of files * SPLIT_SIZE)` go to `TRAINING`, **all** the rest to `TESTING`,
      under the names that they have.
    - No picture may be on both sides, and none may get lost: also if `SPLIT_SIZE` is 1 or 0, or there are few files.
    - Copy, do not move: `SOURCE` stays as it is.

The functions are called with many folders and many files, by position: name the parameters as you like. Folders come with
a slash at their end, as in `/tmp/PetImages/Cat/`, so that `SOURCE + filename` is a path. `os.path.join(SOURCE, filename)`
is one with and without it. `SOURCE` holds files only; each that is not empty counts as a picture, whatever its name.

Check your work with `python -m graders check exercises/split_data.py`, or with the Check button in the dashboard.
"""

import os
import random
from shutil import copyfile


def create_train_val_dirs(root_path):
    """Make the folders for training and testing, with one for cats and one for dogs in each.

    Args:
        root_path: the folder to make them in, such as "/tmp/cats-v-dogs"; it does not exist yet.
    """
    # START: os.makedirs makes a folder and all that it lies in
    pass
    # END


def split_data(SOURCE, TRAINING, TESTING, SPLIT_SIZE):
    """Copy each file of a folder that is not empty into one of two folders, at random.

    Args:
        SOURCE: the folder with the pictures, such as "/tmp/PetImages/Cat/".
        TRAINING: where the first int(number of files * SPLIT_SIZE) go.
        TESTING: where all others go.
        SPLIT_SIZE: the fraction for training, from 0 to 1.
    """
    # START: list the files that are not empty, shuffle them, cut the list in two, copy
    pass
    # END
