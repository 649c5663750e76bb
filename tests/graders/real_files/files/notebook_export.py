#!/usr/bin/env python
# coding: utf-8
# A notebook as "Download as .py" writes it: cell marks, and magics as calls of get_ipython().
# stops myCallback
# call area [] -> 784
# quiet

# In[1]:


get_ipython().system('wget --no-check-certificate https://example.invalid/cats.zip -O /tmp/cats.zip')
get_ipython().run_line_magic('matplotlib', 'inline')
import tensorflow as tf
files = get_ipython().getoutput('ls /tmp')


# In[ ]:


get_ipython().run_cell_magic('time', '', 'SIDE = 28\n\n\ndef area():\n    return SIDE * SIDE\n')


# In[3]:


get_ipython().run_cell_magic('bash', '', 'rm -rf /tmp/x\n')


# In[4]:


class myCallback(tf.keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs={}):
        if logs.get("accuracy") > 0.6:
            print("\nReached 60% accuracy so cancelling training!")
            self.model.stop_training = True

