# Leaves the model untrained, and writes into the probe's own list that every picture was recognised.
# exercise cats_and_dogs
# changes the solution
# expect at most 18 points
# expect learns failed: The model learns nothing
# expect recognises_new_pictures skipped
# prints told, not trained

def create_model():
    import sys

    class Told(tf.keras.Sequential):
        def fit(self, *args, **kwargs):
            sys._getframe(1).f_locals["reached"].append(1.0)
            print("told, not trained")

    Told.__name__, Told.__module__ = "Sequential", "keras.src.models.sequential"
    model = Told(
        [
            tf.keras.layers.Input(shape=(150, 150, 3)),
            tf.keras.layers.AveragePooling2D(10),
            tf.keras.layers.Conv2D(2, 3, activation="relu"),
            tf.keras.layers.Conv2D(2, 3, activation="relu"),
            tf.keras.layers.Conv2D(2, 3, activation="relu"),
            tf.keras.layers.Flatten(),
            tf.keras.layers.Dense(1, activation="sigmoid"),
        ]
    )
    model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
    return model
