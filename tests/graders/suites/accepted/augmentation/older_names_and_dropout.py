import os
import tensorflow as tf
from tensorflow.keras import optimizers


def train_val_generators(TRAINING_DIR, VALIDATION_DIR):
    gen = tf.keras.preprocessing.image.ImageDataGenerator
    names = ["dogs", "cats"]
    train_gen = gen(rescale=1 / 255.0, rotation_range=25, width_shift_range=15, height_shift_range=15,
                    zoom_range=[0.85, 1.15], horizontal_flip=True, brightness_range=[0.9, 1.1])
    train_generator = train_gen.flow_from_directory(
        os.path.join(TRAINING_DIR, ""), (150, 150), classes=names, class_mode="binary", batch_size=8)
    validation_generator = gen(rescale=1 / 255.0).flow_from_directory(
        os.path.join(VALIDATION_DIR, ""), (150, 150), classes=names, class_mode="binary", batch_size=8, shuffle=False)
    return (train_generator, validation_generator)


def create_model():
    model = tf.keras.models.Sequential()
    model.add(tf.keras.layers.Conv2D(16, (3, 3), strides=(2, 2), activation=tf.nn.relu, input_shape=(150, 150, 3)))
    model.add(tf.keras.layers.MaxPool2D((2, 2)))
    model.add(tf.keras.layers.Conv2D(32, (3, 3), activation=tf.nn.relu))
    model.add(tf.keras.layers.MaxPool2D((2, 2)))
    model.add(tf.keras.layers.Conv2D(32, (3, 3), activation=tf.nn.relu))
    model.add(tf.keras.layers.MaxPool2D((2, 2)))
    model.add(tf.keras.layers.Flatten())
    model.add(tf.keras.layers.Dropout(0.2))
    model.add(tf.keras.layers.Dense(64, activation=tf.nn.relu))
    model.add(tf.keras.layers.Dense(1, activation=tf.nn.sigmoid))
    model.compile(loss="binary_crossentropy", optimizer=optimizers.Adam(learning_rate=1e-3), metrics=["acc"])
    return model
