# coding: utf-8

# In[1]:
import numpy as np
import tensorflow as tf
from tensorflow.keras import layers

# In[2]:
def dropout(x, rate, rng, training=True):
    if training == False:
        return x
    dropped = rng.uniform(size=x.shape) < rate
    # At a rate of 1 nothing is left, whatever the division by 0 gives.
    return np.where(dropped, 0, x / (1.0 - rate)).astype(x.dtype if x.dtype.kind == "f" else float)

# In[3]:
def create_model():
    model = tf.keras.models.Sequential([
        tf.keras.layers.Flatten(input_shape=(28, 28, 1)),
        tf.keras.layers.Dense(512, activation=tf.nn.relu),
        tf.keras.layers.Dropout(0.5),
        tf.keras.layers.Dense(256, activation=tf.nn.relu),
        tf.keras.layers.Dropout(0.5),
        tf.keras.layers.Dense(10, activation=tf.nn.softmax)
    ])
    model.compile(optimizer=tf.keras.optimizers.Adam(learning_rate=0.001),
                  loss='sparse_categorical_crossentropy',
                  metrics=['acc'])
    return model

# In[4]:
x = np.ones((3, 4))
print(dropout(x, 0.5, np.random.default_rng(1)))
create_model().summary()
