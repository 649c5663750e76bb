# Makes the labels one-hot, and keeps the loss for whole numbers.
# expect trains failed wrong_loss_for_one_hot_labels: Your generators yield one-hot rows
# expect recognises_new_animals skipped

def train_val_generators(training_images, training_labels, validation_images, validation_labels):
    datagen = tf.keras.preprocessing.image.ImageDataGenerator(rescale=1 / 255)
    training_labels = tf.keras.utils.to_categorical(training_labels, num_classes=11)
    validation_labels = tf.keras.utils.to_categorical(validation_labels, num_classes=11)
    return (
        datagen.flow(np.expand_dims(training_images, axis=-1), training_labels, batch_size=32),
        datagen.flow(np.expand_dims(validation_images, axis=-1), validation_labels, batch_size=32),
    )

def create_model():
    model = tf.keras.models.Sequential(
        [
            tf.keras.layers.Input(shape=(28, 28, 1)),
            tf.keras.layers.Conv2D(16, (3, 3), activation="relu"),
            tf.keras.layers.MaxPooling2D(3, 3),
            tf.keras.layers.Flatten(),
            tf.keras.layers.Dense(11, activation="softmax"),
        ]
    )
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model
