# No convolution at all.
# expect trains failed no_conv2d: no convolution
# expect returns_result skipped
# expect learns_all_pictures skipped
# expect stops_in_time skipped
# expect recognises_new_faces skipped

def train_happy_sad_model(train_generator):
    model = tf.keras.models.Sequential([
        tf.keras.layers.Input(shape=(150, 150, 3)),
        tf.keras.layers.AveragePooling2D(10),
        tf.keras.layers.Flatten(),
        tf.keras.layers.Dense(1, activation="sigmoid"),
    ])
    model.compile(optimizer=tf.keras.optimizers.Adam(learning_rate=0.002), loss="binary_crossentropy", metrics=["accuracy"])
    history = model.fit(train_generator, epochs=15, callbacks=[StopAbove()])
    return history
