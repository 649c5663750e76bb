import tensorflow as tf
from tensorflow.keras.layers import *


def create_pre_trained_model(local_weights_file):
    base = tf.keras.applications.MobileNetV2(include_top=False, weights=str(local_weights_file))
    base.trainable = False
    return base


def output_of_last_layer(pre_trained_model):
    return pre_trained_model.get_layer(name="block_14_add").output


def create_final_model(pre_trained_model, last_output):
    x = GlobalMaxPooling2D()(last_output)
    x = BatchNormalization()(x)
    x = Dense(32, activation=tf.nn.relu)(x)
    x = Dense(1)(x)
    model = tf.keras.models.Model(inputs=[pre_trained_model.input], outputs=[x])
    model.compile("adam", tf.keras.losses.BinaryCrossentropy(from_logits=True), metrics=["acc"])
    return model
