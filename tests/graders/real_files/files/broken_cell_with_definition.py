# A cell that holds the definition is no Python: that is told, and not passed over.
# unreadable Line 12: expected ':'

# In[1]:

import tensorflow as tf

# In[2]:

class myCallback(tf.keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        if logs['accuracy'] > 0.6
            self.model.stop_training = True
