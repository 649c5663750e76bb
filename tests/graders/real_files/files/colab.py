# Written in Colab: uploads, a mounted drive, forms.
# stops myCallback
# call folder [] -> "/content/drive/cats"
# quiet

#@title Setup { display-mode: "form" }
import os
import tensorflow as tf
from google.colab import drive, files
drive.mount('/content/drive')
uploaded = files.upload()
for name in uploaded.keys():
    print('uploaded', name)
BASE = os.path.join('/content/drive', 'cats')  #@param {type:"string"}

def folder():
    return BASE

class myCallback(tf.keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs={}):
        if logs.get("accuracy") > 0.6:
            print("\nReached 60% accuracy so cancelling training!")
            self.model.stop_training = True

