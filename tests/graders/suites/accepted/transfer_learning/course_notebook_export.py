# In[1]:
import os
import zipfile
import matplotlib.pyplot as plt
import tensorflow as tf
from tensorflow.keras import layers
from tensorflow.keras import Model
from tensorflow.keras.optimizers import RMSprop
from tensorflow.keras.preprocessing.image import ImageDataGenerator
from tensorflow.keras.applications.mobilenet_v2 import MobileNetV2

# In[2]:
LOCAL_WEIGHTS_FILE = './data/pretrained/mobilenet_v2_no_top.h5'


# GRADED FUNCTION: create_pre_trained_model
def create_pre_trained_model(local_weights_file):
    ### START CODE HERE
    pre_trained_model = MobileNetV2(input_shape = (96, 96, 3),
                                    include_top = False,
                                    weights = None)

    pre_trained_model.load_weights(local_weights_file)

    # Make all the layers in the pre-trained model non-trainable
    for layer in pre_trained_model.layers:
        layer.trainable = False
    ### END CODE HERE

    return pre_trained_model


# In[3]:
pre_trained_model = create_pre_trained_model(LOCAL_WEIGHTS_FILE)
pre_trained_model.summary()


# GRADED FUNCTION: output_of_last_layer
def output_of_last_layer(pre_trained_model):
    last_desired_layer = pre_trained_model.get_layer('block_13_expand_relu')
    last_output = last_desired_layer.output
    print('last layer output: ', last_output)
    return last_output


# GRADED FUNCTION: create_final_model
def create_final_model(pre_trained_model, last_output):
    # Flatten the output layer to 1 dimension
    x = layers.Flatten()(last_output)
    x = layers.Dense(1024, activation='relu')(x)
    x = layers.Dropout(0.2)(x)
    x = layers.Dense(1, activation='sigmoid')(x)

    model = Model(inputs=pre_trained_model.input, outputs=x)
    model.compile(optimizer = RMSprop(learning_rate=0.0001),
                  loss = 'binary_crossentropy',
                  metrics = ['accuracy'])
    return model


# In[4]:
last_output = output_of_last_layer(pre_trained_model)
model = create_final_model(pre_trained_model, last_output)
history = model.fit(ImageDataGenerator(rescale=1/255.).flow_from_directory('/tmp/training'), epochs=100)
plt.plot(history.history['accuracy'])
