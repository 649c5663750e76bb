# In an export one scratch cell is no Python; it defines nothing, so the rest counts.
# stops myCallback
# note line 12 (

# In[1]:

import tensorflow as tf

# In[2]:

# just trying
logs.get(accuracy > 

# In[3]:

class myCallback(tf.keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs={}):
        if logs.get("accuracy") > 0.6:
            print("\nReached 60% accuracy so cancelling training!")
            self.model.stop_training = True

