# Cells marked by an editor, with IPython's lines as they are.
# stops myCallback
# call rate [] -> 0.25
# quiet

#%%
!pip install -q tensorflow
%matplotlib inline
import tensorflow as tf

#%% a title
%%time
RATE = 0.25
def rate():
    return RATE

# %% [markdown]
# # Callbacks
# Some text.

# %%
%%bash
rm -rf /tmp/x && for i in 1 2; do echo $i; done

# %%
class myCallback(tf.keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs={}):
        if logs.get("accuracy") > 0.6:
            print("\nReached 60% accuracy so cancelling training!")
            self.model.stop_training = True

