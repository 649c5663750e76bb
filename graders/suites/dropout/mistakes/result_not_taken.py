# The functional form, where no layer takes what Dropout gives.
# expect places_dropout failed no_dropout: next layer does not take
# expect learns skipped
# expect closes_gap skipped

def create_model():
    inputs = tf.keras.Input((28, 28, 1))
    x = tf.keras.layers.Flatten()(inputs)
    x = tf.keras.layers.Dense(256, activation="relu")(x)
    dropped = tf.keras.layers.Dropout(0.5)(x)
    model = tf.keras.Model(inputs, tf.keras.layers.Dense(10, activation="softmax")(x))
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model
