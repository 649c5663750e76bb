# Has a Dropout where it should stand, which drops one number that is always 0.
# exercise dropout
# changes the solution
# expect at most 24 points
# expect places_dropout passed
# expect closes_gap failed: The model has learned by heart

def create_model():
    inputs = tf.keras.Input((28, 28, 1))
    x = tf.keras.layers.Flatten()(inputs)
    x = tf.keras.layers.Dense(512, activation="relu")(x)
    idle = tf.keras.layers.Dense(1, kernel_initializer="zeros", trainable=False)(x)
    idle = tf.keras.layers.Dropout(0.5)(idle)
    x = tf.keras.layers.Concatenate()([x, idle])
    model = tf.keras.Model(inputs, tf.keras.layers.Dense(10, activation="softmax")(x))
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model
