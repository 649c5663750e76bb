#!/usr/bin/env python
# coding: utf-8

# # Week 4: Multi-class Classification

# In[1]:


import csv
import string
import numpy as np
import tensorflow as tf
import matplotlib.pyplot as plt
from tensorflow.keras.preprocessing.image import ImageDataGenerator, array_to_img

get_ipython().system('gdown --id 1z0DkA9BytlLxO1C0BAWzknLyQmZAp0HR')
TRAINING_FILE = './sign_mnist_train.csv'
VALIDATION_FILE = './sign_mnist_test.csv'

with open(TRAINING_FILE) as training_file:
  line = training_file.readline()
  print(f"First line (header) looks like this:\n{line}")


# In[2]:


# GRADED FUNCTION: parse_data_from_input
def parse_data_from_input(filename):
  with open(filename) as file:
    ### START CODE HERE
    csv_reader = csv.reader(file, delimiter=',')
    imgs = []
    labels = []
    next(csv_reader, None)
    for row in csv_reader:
        label = row[0]
        data = row[1:]
        img = np.array(data).reshape((28, 28))
        imgs.append(img)
        labels.append(label)
    images = np.array(imgs).astype(float)
    labels = np.array(labels).astype(float)
    ### END CODE HERE
    return images, labels

training_images, training_labels = parse_data_from_input(TRAINING_FILE)
validation_images, validation_labels = parse_data_from_input(VALIDATION_FILE)


# In[3]:


# GRADED FUNCTION: train_val_generators
def train_val_generators(training_images, training_labels, validation_images, validation_labels):
  training_images = np.expand_dims(training_images, axis=3)
  validation_images = np.expand_dims(validation_images, axis=3)
  train_datagen = ImageDataGenerator(rescale=1./255., rotation_range=40, width_shift_range=0.2, height_shift_range=0.2,
                                     shear_range=0.2, zoom_range=0.2, horizontal_flip=True, fill_mode='nearest')
  train_generator = train_datagen.flow(x=training_images, y=training_labels, batch_size=32)
  validation_datagen = ImageDataGenerator(rescale=1./255.)
  validation_generator = validation_datagen.flow(x=validation_images, y=validation_labels, batch_size=32)
  return train_generator, validation_generator


# In[4]:


def create_model():
  model = tf.keras.models.Sequential([
      tf.keras.layers.Conv2D(32, (3, 3), activation='relu', input_shape=(28, 28, 1)),
      tf.keras.layers.MaxPooling2D(2, 2),
      tf.keras.layers.Conv2D(32, (3, 3), activation='relu'),
      tf.keras.layers.MaxPooling2D(2, 2),
      tf.keras.layers.Flatten(),
      tf.keras.layers.Dense(256, activation='relu'),
      tf.keras.layers.Dense(26, activation='softmax')
  ])
  model.compile(optimizer='rmsprop', loss='sparse_categorical_crossentropy', metrics=['accuracy'])
  return model


# In[5]:


model = create_model()
history = model.fit(train_generator, epochs=15, validation_data=validation_generator)
plt.plot(history.history['accuracy'])
plt.show()
