#!/usr/bin/env python
# coding: utf-8

# # Week 1: Using CNN's with the Cats vs Dogs Dataset

# In[1]:


import os
import zipfile
import random
import shutil
import tensorflow as tf
from tensorflow.keras.preprocessing.image import ImageDataGenerator
from shutil import copyfile
import matplotlib.pyplot as plt


# In[2]:


get_ipython().system('wget --no-check-certificate "https://example.com/kagglecatsanddogs_5340.zip" -O "/tmp/cats-and-dogs.zip"')

local_zip = '/tmp/cats-and-dogs.zip'
zip_ref   = zipfile.ZipFile(local_zip, 'r')
zip_ref.extractall('/tmp')
zip_ref.close()


# In[3]:


source_path = '/tmp/PetImages'

source_path_dogs = os.path.join(source_path, 'Dog')
source_path_cats = os.path.join(source_path, 'Cat')

get_ipython().system('find /tmp/PetImages/ -type f ! -name "*.jpg" -exec rm {} +')
print(f"There are {len(os.listdir(source_path_dogs))} images of dogs.")


# In[4]:


root_dir = '/tmp/cats-v-dogs'
if os.path.exists(root_dir):
  shutil.rmtree(root_dir)

def create_train_val_dirs(root_path):
  """
  Creates directories for the train and test sets
  """
  ### START CODE HERE
  os.makedirs(os.path.join(root_path, 'training'))
  os.makedirs(os.path.join(f'{root_path}/training', 'cats'))
  os.makedirs(os.path.join(f'{root_path}/training', 'dogs'))
  os.makedirs(os.path.join(root_path, 'validation'))
  os.makedirs(os.path.join(f'{root_path}/validation', 'cats'))
  os.makedirs(os.path.join(f'{root_path}/validation', 'dogs'))
  ### END CODE HERE

try:
  create_train_val_dirs(root_path=root_dir)
except FileExistsError:
  print("You should not be seeing this since the upper directory is removed beforehand")


# In[5]:


def split_data(SOURCE_DIR, TRAINING_DIR, VALIDATION_DIR, SPLIT_SIZE):
  ### START CODE HERE
  files = []
  for filename in os.listdir(SOURCE_DIR):
    path = os.path.join(SOURCE_DIR, filename)
    if os.path.getsize(path):
      files.append(filename)
    else:
      print(f'{filename} is zero length, so ignoring.')
  n_train = int(len(files) * SPLIT_SIZE)
  shuffled = random.sample(files, len(files))
  for name in shuffled[:n_train]:
    shutil.copy(os.path.join(SOURCE_DIR, name), os.path.join(TRAINING_DIR, name))
  for name in shuffled[n_train:]:
    shutil.copy(os.path.join(SOURCE_DIR, name), VALIDATION_DIR)
  ### END CODE HERE


# In[6]:


CAT_SOURCE_DIR = "/tmp/PetImages/Cat/"
TRAINING_DIR = "/tmp/cats-v-dogs/training/"
VALIDATION_DIR = "/tmp/cats-v-dogs/validation/"
TRAINING_CATS_DIR = os.path.join(TRAINING_DIR, "cats/")
VALIDATION_CATS_DIR = os.path.join(VALIDATION_DIR, "cats/")

if len(os.listdir(TRAINING_CATS_DIR)) > 0:
  for file in os.scandir(TRAINING_CATS_DIR):
    os.remove(file.path)

split_data(CAT_SOURCE_DIR, TRAINING_CATS_DIR, VALIDATION_CATS_DIR, .9)
