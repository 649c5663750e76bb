# Every kind of IPython line in one file.
# stops myCallback
# call half [4] -> 2.0
# note Line 37: NameError: name 'listing' is not defined

%tensorflow_version 2.x
import tensorflow as tf
!wget --no-check-certificate \
    https://storage.example.invalid/horse-or-human.zip \
    -O /tmp/horse-or-human.zip
!ls {len(tf.__version__)} $HOME
listing = !ls /tmp
first, second = %timeit -o 1 + 1
?print
print??
tf.keras?
%load_ext tensorboard
%%capture
pip install some-package
cd /content
if True:
    !mkdir -p /tmp/cats
    %cd /tmp
%config InlineBackend.figure_format = 'retina'

def half(x):
    !echo halving
    return x / 2

class myCallback(tf.keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs={}):
        if logs.get("accuracy") > 0.6:
            print("\nReached 60% accuracy so cancelling training!")
            self.model.stop_training = True


print(listing)
