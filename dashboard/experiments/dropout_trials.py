"""Where a Dropout layer stands, and where it should not: programs that a worker runs when a learner asks."""

from __future__ import annotations

from dashboard.experiments.trials import EXPECTATIONS, Trial, TrialSet

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
            "Behind the hidden layer",
            0,
            "The usual place. Half of the 128 neurons are silent in each step, the ten answers are left alone. This is "
            "the curve to compare with.",
            own=_program(_FLATTEN, _HIDDEN, "Dropout(0.5)", _OUTPUT),
        ),
        Trial(
            "dropout-output",
            "Behind the output layer",
            1,
            "Nothing warns you. But in every second picture the probability of the right class is set to 0, whatever "
            "the network says. Keras takes 0.0000001 in place of the 0, so one such picture can cost a loss of 16. The "
            "training loss is several times that of the usual place and says little about the pictures, and training "
            "accuracy counts answers that were thrown away. Validation, where nothing is dropped, shows that less was "
            "learned. The remedy: the output comes last, with no Dropout behind it.",
            own=_program(_FLATTEN, _HIDDEN, _OUTPUT, "Dropout(0.5)"),
        ),
        Trial(
            "dropout-pixels",
            "On the pixels, before the first layer",
            1,
            "It trains, and nothing warns you. But a hidden neuron sums over many pixels, and here four of five of "
            "them are missing in each step: what no neuron sees, no neuron learns. A small rate on the inputs can be "
            "useful noise; the inventors of dropout took 0.2 there. Try it in a program of your own.",
            own=_program("Dropout(0.8)", _FLATTEN, _HIDDEN, _OUTPUT),
        ),
        Trial(
            "dropout-all",
            "A rate of 1",
            1,
            "Keras allows it, and only warns on the terminal that there are no gradients. In training the layer passes "
            "on nothing but zeros. So nothing of the picture arrives, no gradient reaches the hidden layer, and only "
            "the ten biases of the output learn: how frequent each class is. It guesses, one in ten right.",
            own=_program(_FLATTEN, _HIDDEN, "Dropout(1.0)", _OUTPUT),
        ),
        Trial(
            "dropout-per-cent",
            "A rate of 50, meant as per cent",
            2,
            "The rate is a share, from 0 to 1. Keras refuses 50 as soon as the layer is made, before any training. "
            "Write `Dropout(0.5)`.",
            own=_program(_FLATTEN, _HIDDEN, "Dropout(50)", _OUTPUT),
            key_phrase="Received: rate=50",
        ),
    )
}

DROPOUT_PLACES = TrialSet("place", DROPOUT_TRIALS, EXPECTATIONS)
