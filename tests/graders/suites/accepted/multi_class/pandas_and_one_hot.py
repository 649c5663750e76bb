import numpy as np
import pandas as pd
from tensorflow.keras import layers, models
from tensorflow.keras.preprocessing.image import ImageDataGenerator
from tensorflow.keras.utils import to_categorical


def parse_data_from_input(filename):
    frame = pd.read_csv(filename)
    labels = frame.pop("label").to_numpy()
    return frame.to_numpy().reshape(-1, 28, 28), labels


def train_val_generators(training_images, training_labels, validation_images, validation_labels):
    train_datagen = ImageDataGenerator(rescale=1.0 / 255, zoom_range=[0.9, 1.2], fill_mode="constant", cval=0)
    validation_datagen = ImageDataGenerator(rescale=1.0 / 255)
    train_generator = train_datagen.flow(
        training_images[..., np.newaxis], to_categorical(training_labels, num_classes=26), batch_size=16
    )
    validation_generator = validation_datagen.flow(
        validation_images[..., np.newaxis], to_categorical(validation_labels, num_classes=26), shuffle=False
    )
    return [train_generator, validation_generator]


def create_model():
    model = models.Sequential()
    model.add(layers.Conv2D(32, (3, 3), activation="relu", input_shape=(28, 28, 1)))
    model.add(layers.MaxPooling2D((2, 2)))
    model.add(layers.Conv2D(32, (3, 3), activation="relu"))
    model.add(layers.MaxPooling2D((2, 2)))
    model.add(layers.Flatten())
    model.add(layers.Dense(64, activation="relu"))
    model.add(layers.Dense(26))
    model.add(layers.Activation("softmax"))
    model.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["acc"])
    return model
