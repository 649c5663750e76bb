# Forgets to compile.
# expect builds_model failed not_compiled: not compiled
# expect places_dropout skipped
# expect answers_steadily skipped
# expect learns skipped
# expect closes_gap skipped

def create_model():
    model = tf.keras.models.Sequential([
        tf.keras.layers.Input(shape=(28, 28, 1)),
        tf.keras.layers.Flatten(),
        tf.keras.layers.Dense(256, activation="relu"),
        tf.keras.layers.Dropout(0.5),
        tf.keras.layers.Dense(10, activation="softmax"),
    ])
    return model
