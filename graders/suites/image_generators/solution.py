import tensorflow as tf


def image_generator():
    train_datagen = tf.keras.preprocessing.image.ImageDataGenerator(rescale=1 / 255)
    return train_datagen.flow_from_directory(
        directory="./data/", target_size=(150, 150), batch_size=10, class_mode="binary"
    )


class StopAbove(tf.keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        if logs["accuracy"] > 0.999:
            self.model.stop_training = True


def train_happy_sad_model(train_generator):
    model = tf.keras.models.Sequential(
        [
            tf.keras.layers.Input(shape=(150, 150, 3)),
            tf.keras.layers.AveragePooling2D(3),
            tf.keras.layers.Conv2D(16, (3, 3), activation="relu"),
            tf.keras.layers.MaxPooling2D(2),
            tf.keras.layers.Conv2D(32, (3, 3), activation="relu"),
            tf.keras.layers.MaxPooling2D(2),
            tf.keras.layers.Flatten(),
            tf.keras.layers.Dense(64, activation="relu"),
            tf.keras.layers.Dense(1, activation="sigmoid"),
        ]
    )
    model.compile(
        optimizer=tf.keras.optimizers.Adam(learning_rate=0.002),
        loss="binary_crossentropy",
        metrics=["accuracy"],
    )
    return model.fit(train_generator, epochs=15, callbacks=[StopAbove()])
