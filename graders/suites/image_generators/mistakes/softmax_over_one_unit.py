# softmax over one unit, which is always 1.
# expect trains failed softmax_over_one_unit: use sigmoid for one unit
# expect returns_result skipped
# expect learns_all_pictures skipped
# expect stops_in_time skipped
# expect recognises_new_faces skipped

def train_happy_sad_model(train_generator):
    model = tf.keras.models.Sequential([
        tf.keras.layers.Input(shape=(150, 150, 3)),
        tf.keras.layers.AveragePooling2D(10),
        tf.keras.layers.Conv2D(2, 3),
        tf.keras.layers.Flatten(),
        tf.keras.layers.Dense(1, activation="softmax"),
    ])
    model.compile(optimizer=tf.keras.optimizers.Adam(learning_rate=0.002), loss="binary_crossentropy", metrics=["accuracy"])
    history = model.fit(train_generator, epochs=1)
    return history
