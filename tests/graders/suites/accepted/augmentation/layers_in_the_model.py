import tensorflow as tf
from tensorflow.keras import layers


def train_val_generators(training_dir, validation_dir):
    flow = dict(target_size=(150, 150), batch_size=10, class_mode="binary")
    datagen = tf.keras.preprocessing.image.ImageDataGenerator(rescale=1.0 / 255)
    return datagen.flow_from_directory(training_dir, **flow), datagen.flow_from_directory(validation_dir, **flow)


def create_model():
    augmentation = tf.keras.Sequential(
        [
            layers.RandomFlip("horizontal"),
            layers.RandomRotation(0.08),
            layers.RandomTranslation(0.1, 0.1),
            layers.RandomZoom(0.15),
        ],
        name="augmentation",
    )
    inputs = tf.keras.Input((150, 150, 3))
    x = augmentation(layers.Resizing(64, 64)(inputs))
    for filters in (16, 32, 32):
        x = layers.Conv2D(filters, 3, activation="relu")(x)
        x = layers.MaxPooling2D()(x)
    x = layers.Dense(64, activation="relu")(layers.Flatten()(x))
    model = tf.keras.Model(inputs, layers.Dense(1)(x))
    model.compile("adam", tf.keras.losses.BinaryCrossentropy(from_logits=True), metrics=["accuracy"])
    return model
