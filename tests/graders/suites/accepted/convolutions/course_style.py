import os
import numpy as np
import tensorflow as tf
from tensorflow import keras

data_path = os.path.join(os.getcwd(), "mnist.npz")
(training_images, training_labels), _ = tf.keras.datasets.mnist.load_data(path=data_path)

def convolve2d(image, kernel):
    rows = []
    for i in range(image.shape[0] - kernel.shape[0] + 1):
        row = []
        for j in range(image.shape[1] - kernel.shape[1] + 1):
            total = 0.0
            for a in range(kernel.shape[0]):
                for b in range(kernel.shape[1]):
                    total += float(image[i + a, j + b]) * float(kernel[a, b])
            row.append(total)
        rows.append(row)
    return np.array(rows)

def max_pool2d(image, size=2):
    out = tf.nn.max_pool2d(tf.constant(image, tf.float64)[None, ..., None], size, size, "VALID")
    return out[0, ..., 0]

def reshape_and_normalize(images):
    images = np.expand_dims(images, axis=-1)
    images = images / np.max(images)
    return images.astype("float32")

class myCallback(tf.keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs={}):
        if logs.get('accuracy') >= 0.995:
            print("\nReached 99.5% accuracy so cancelling training!")
            self.model.stop_training = True

def convolutional_model():
    model = tf.keras.models.Sequential([
        tf.keras.layers.Conv2D(32, (3, 3), activation=tf.nn.relu, input_shape=(28, 28, 1)),
        tf.keras.layers.MaxPooling2D(2, 2),
        tf.keras.layers.Flatten(),
        tf.keras.layers.Dense(128, activation='relu'),
        tf.keras.layers.Dense(10, activation=tf.nn.softmax)
    ])
    model.compile(optimizer='adam', loss='sparse_categorical_crossentropy', metrics=['accuracy'])
    return model

model = convolutional_model()
history = model.fit(reshape_and_normalize(training_images), training_labels, epochs=10, callbacks=[myCallback()])
