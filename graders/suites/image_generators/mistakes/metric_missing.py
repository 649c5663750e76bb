# Compiles without metrics, and trains without a callback.
# expect learns_all_pictures failed no_accuracy_metric: metrics=['accuracy']
# expect stops_in_time skipped

def train_happy_sad_model(train_generator):
    model = tf.keras.models.Sequential([
        tf.keras.layers.Input(shape=(150, 150, 3)),
        tf.keras.layers.AveragePooling2D(3),
        tf.keras.layers.Conv2D(16, (3, 3), activation="relu"),
        tf.keras.layers.MaxPooling2D(2),
        tf.keras.layers.Conv2D(32, (3, 3), activation="relu"),
        tf.keras.layers.MaxPooling2D(2),
        tf.keras.layers.Flatten(),
        tf.keras.layers.Dense(64, activation="relu"),
        tf.keras.layers.Dense(1, activation="sigmoid"),
    ])
    model.compile(optimizer=tf.keras.optimizers.Adam(learning_rate=0.002), loss="binary_crossentropy")
    history = model.fit(train_generator, epochs=12)
    return history
