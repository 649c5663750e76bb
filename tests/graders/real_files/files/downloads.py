# Downloads, unzips and makes folders under /tmp, then calls its function on folders that do not exist.
# stops myCallback
# call count ["/tmp/cats-v-dogs"] -> 4
# note Line 16: URLError
# note Line 17: FileNotFoundError
# note Line 19: FileNotFoundError
# note Line 29: FileNotFoundError

import os
import random
import urllib.request
import zipfile

import tensorflow as tf

urllib.request.urlretrieve('https://example.invalid/cats.zip', '/tmp/cats.zip')
zip_ref = zipfile.ZipFile('/tmp/cats.zip', 'r')
zip_ref.extractall('/tmp')
print(len(os.listdir('/tmp/PetImages/Cat/')))
for part in ('training', 'testing'):
    for kind in ('cats', 'dogs'):
        os.makedirs(os.path.join('/tmp/cats-v-dogs', part, kind))

def split_data(SOURCE, TRAINING, TESTING, SPLIT_SIZE):
    files = [name for name in os.listdir(SOURCE) if os.path.getsize(SOURCE + name) > 0]
    return len(random.sample(files, len(files)))

CAT_SOURCE_DIR = '/tmp/PetImages/Cat/'
split_data(CAT_SOURCE_DIR, '/tmp/a/', '/tmp/b/', .9)

def count(folder):
    return sum(len(folders) for _, folders, _ in os.walk(folder)) - 2

class myCallback(tf.keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs={}):
        if logs.get("accuracy") > 0.6:
            print("\nReached 60% accuracy so cancelling training!")
            self.model.stop_training = True

