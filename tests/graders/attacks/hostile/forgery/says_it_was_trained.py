# Puts made-up words for a model in the place of what the probe would tell of the trained one.
# exercise dropout
# changes the solution
# expect at most 22 points
# expect learns failed: right too seldom on new pictures
# expect closes_gap skipped
# prints told

def create_model():
    import sys

    probe = sys.modules["probe"]
    honest = probe.model_as_data

    def told(model):
        print("told")
        fresh = tf.keras.models.clone_model(model)
        return honest(fresh) | {"accuracy": 1.0, "gap": 0.0, "trained": True}

    probe.model_as_data = told
    model = tf.keras.models.Sequential([
        tf.keras.layers.Input(shape=(28, 28, 1)),
        tf.keras.layers.Flatten(),
        tf.keras.layers.Dense(256, activation="relu"),
        tf.keras.layers.Dropout(0.5),
        tf.keras.layers.Dense(10, activation="softmax"),
    ])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model
