import os
import tensorflow as tf

base_dir = "./data/"
happy_dir = os.path.join(base_dir, "happy/")
sample = tf.keras.preprocessing.image.load_img(f"{os.path.join(happy_dir, os.listdir(happy_dir)[0])}")


def image_generator():
    dataset = tf.keras.utils.image_dataset_from_directory(base_dir, image_size=(150, 150), batch_size=16, shuffle=True)
    return dataset.map(lambda x, y: (x / 255.0, y)).cache()


class Stop(tf.keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        if logs["accuracy"] > 0.999:
            self.model.stop_training = True


def train_happy_sad_model(train_generator):
    inputs = tf.keras.Input((150, 150, 3))
    x = tf.keras.layers.Resizing(50, 50)(inputs)
    for filters in (16, 32):
        x = tf.keras.layers.Conv2D(filters, 3, activation="relu")(x)
        x = tf.keras.layers.MaxPooling2D()(x)
    x = tf.keras.layers.Flatten()(x)
    x = tf.keras.layers.Dense(64, activation="relu")(x)
    model = tf.keras.Model(inputs, tf.keras.layers.Dense(2, activation="softmax")(x))
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    model.fit(train_generator, epochs=15, callbacks=[Stop()])
    return model
