from tensorflow import keras
from tensorflow.keras import layers
from tensorflow.keras.preprocessing.image import ImageDataGenerator


def train_val_generators(TRAINING_DIR, VALIDATION_DIR):
    shared = dict(target_size=(150, 150), class_mode='binary')
    augmented = ImageDataGenerator(rescale=1. / 255., rotation_range=20, width_shift_range=0.1, horizontal_flip=True)
    plain = ImageDataGenerator(rescale=1. / 255.)
    train_generator = augmented.flow_from_directory(TRAINING_DIR, batch_size=7, **shared)
    validation_generator = plain.flow_from_directory(VALIDATION_DIR, batch_size=7, shuffle=False, **shared)
    return [train_generator, validation_generator]


def create_model():
    # Strides in place of pooling, and the sigmoid in the loss.
    model = keras.Sequential()
    model.add(layers.Conv2D(16, 5, strides=3, activation='relu', input_shape=(150, 150, 3)))
    model.add(layers.Conv2D(32, 3, strides=2, activation='relu'))
    model.add(layers.Conv2D(64, 3, strides=2, activation='relu'))
    model.add(layers.Conv2D(64, 3, strides=2, activation='relu'))
    model.add(layers.Flatten())
    model.add(layers.Dense(64, activation='relu'))
    model.add(layers.Dense(1))
    model.compile(optimizer=keras.optimizers.Adam(1e-3), loss=keras.losses.BinaryCrossentropy(from_logits=True),
                  metrics=[keras.metrics.BinaryAccuracy(threshold=0.0)])
    return model
