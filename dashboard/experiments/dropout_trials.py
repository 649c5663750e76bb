"""Where a Dropout layer stands, and where it should not: programs that a worker runs when a learner asks."""

from __future__ import annotations

from dashboard.experiments.trials import Trial

_BODY = """keras.utils.set_random_seed(42)
x_train = x_train / 255

model = keras.Sequential(
    [
        keras.Input(shape=(28, 28)),
{layers}
    ]
)
model.compile(
    optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"]
)
history = model.fit(x_train, y_train, epochs=5, validation_split=0.2, verbose=0)
"""
_FLATTEN, _HIDDEN = "Flatten()", 'Dense(128, activation="relu")'
_OUTPUT = 'Dense(10, activation="softmax")'


def _program(*layers: str) -> str:
    return _BODY.format(layers="\n".join(f"        keras.layers.{layer}," for layer in layers))


DROPOUT_TRIALS = {
    trial.id: trial
    for trial in (
        Trial(
            "dropout-hidden",
            "Behind the hidden layer: Dropout(0.5)",
            0,
            "The usual place. Half of the 128 neurons are silent in each step, the ten answers are left alone. This is "
            "the curve to compare with.",
            own=_program(_FLATTEN, _HIDDEN, "Dropout(0.5)", _OUTPUT),
        ),
        Trial(
            "dropout-output",
            "Behind the output layer: Dropout(0.5)",
            1,
            "",
            own=_program(_FLATTEN, _HIDDEN, _OUTPUT, "Dropout(0.5)"),
        ),
        Trial(
            "dropout-pixels",
            "Before the first layer, on the pixels: Dropout(0.5)",
            1,
            "",
            own=_program("Dropout(0.5)", _FLATTEN, _HIDDEN, _OUTPUT),
        ),
        Trial(
            "dropout-all",
            "A rate of 1: Dropout(1.0)",
            1,
            "",
            own=_program(_FLATTEN, _HIDDEN, "Dropout(1.0)", _OUTPUT),
        ),
        Trial(
            "dropout-per-cent",
            "A rate in per cent: Dropout(50)",
            2,
            "The rate is a share, from 0 to 1. Keras refuses 50 as soon as the layer is made, before any training. "
            "Write `Dropout(0.5)`.",
            own=_program(_FLATTEN, _HIDDEN, "Dropout(50)", _OUTPUT),
            key_phrase="Received: rate=50",
        ),
    )
}
