"""Programs on rock, paper and scissors in which labels, last layer and loss do not fit, and one in which they do.

Each says ``label_mode``, ``units``, ``activation`` and ``loss``; the rest is the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from dashboard.experiments.scenes import scene_classes
from dashboard.experiments.trials import Program, TrialOutcome, TrialSet

CLASSES = scene_classes("rock_paper_scissors")
EXPECTATIONS = (
    "It learns to tell the three apart",
    "It runs, but never learns all three",
    "It stops with an error",
)
AS_IT_SHOULD_BE = "fitting"
# Guessing gives a third. Of thirty trainings with nine seeds those that learn ended at 0.53 to 0.70, others at 0.33.
LEARNED = 0.42

_HEAD = """import keras

FOLDER = "data/scenes/rock_paper_scissors"  # run this from the project's folder
"""
_BODY = """keras.utils.set_random_seed(42)


def pictures(split):
    return keras.utils.image_dataset_from_directory(
        f"{{FOLDER}}/{{split}}",
        label_mode="{label_mode}",
        image_size=(48, 48),
        shuffle=split == "train",
    )


train, validation = pictures("train"), pictures("same_artist")
model = keras.Sequential(
    [
        keras.Input(shape=(48, 48, 3)),
        keras.layers.Rescaling(1 / 255),
        keras.layers.Conv2D(16, 3, activation="relu"),
        keras.layers.MaxPooling2D(),
        keras.layers.Conv2D(32, 3, activation="relu"),
        keras.layers.MaxPooling2D(),
        keras.layers.Flatten(),
        keras.layers.Dense(64, activation="relu"),
        keras.layers.Dense({units}, activation="{activation}"),
    ]
)
model.compile(optimizer="adam", loss="{loss}", metrics=["accuracy"])
history = model.fit(
    train,
    validation_data=validation,
    epochs=8,
    shuffle=False,  # the loader shuffles
    verbose=0,
)
answer = model.predict(validation.take(1), verbose=0)[0]  # for a picture of paper
print(history.history["loss"], history.history["val_accuracy"], answer)
"""


@dataclass(frozen=True)
class Mismatch(Program):
    """A program that says what the labels are, how the model ends, and by what loss it learns.

    Args:
        label_mode: as ``image_dataset_from_directory`` takes it.
        units: of the last layer.
        activation: of the last layer.
        loss: by Keras' name.
    """

    label_mode: str = "int"
    units: int = 3
    activation: str = "softmax"
    loss: str = "sparse_categorical_crossentropy"
    dataset: ClassVar[str] = "rock_paper_scissors"

    @property
    def head(self) -> str:
        """The lines that say where the pictures lie."""
        return _HEAD

    @property
    def body(self) -> str:
        """The program after them."""
        return _BODY.format(
            label_mode=self.label_mode, units=self.units, activation=self.activation, loss=self.loss
        )


MISMATCHES = {
    program.id: program
    for program in (
        Mismatch(
            AS_IT_SHOULD_BE,
            "Nothing: whole numbers, 3 softmax units, sparse categorical crossentropy",
            0,
            "This is the program to compare with. Each label is a whole number, each class has a unit, and the loss "
            "looks up the probability of the right one. The three probabilities add up to 1.",
        ),
        Mismatch(
            "one-hot",
            "One-hot labels and categorical crossentropy",
            0,
            "The other pair that fits. `[1, 0, 0]` says the same as 0, and the loss takes minus the logarithm of the "
            "same probability. So the same seed gives the same curve, but for rounding.",
            label_mode="categorical",
            loss="categorical_crossentropy",
        ),
        Mismatch(
            "ints-categorical",
            "Categorical crossentropy, but whole numbers",
            2,
            "This loss multiplies each probability by its entry in the label, so it needs three entries a picture. It "
            "got one number a picture: `target.shape=(None,)` against `output.shape=(None, 3)`. Here `None` stands "
            "for the size of the batch. Load the labels one-hot, or take the sparse loss.",
            "target.shape=(None,), output.shape=(None, 3)",
            loss="categorical_crossentropy",
        ),
        Mismatch(
            "one-hot-sparse",
            "Sparse categorical crossentropy, but one-hot labels",
            2,
            "“Sparse” means that only the place of the 1 is given. The loss expects one axis less in the label than "
            "in the output, and got three entries a picture: `target.shape=(None, 3)`. Take "
            '`categorical_crossentropy`, or `label_mode="int"`.',
            "target.shape=(None, 3), output.shape=(None, 3)",
            label_mode="categorical",
        ),
        Mismatch(
            "two-units",
            "2 units for 3 classes",
            2,
            "Two units have places for the labels 0 and 1, `[0, 2)`. Scissors are 2: there is no probability to look "
            "up. The model is built without complaint; the error comes with the first batch. Count the classes, not "
            "what lies between them.",
            "Received a label value of 2 which is outside the valid range of [0, 2)",
            units=2,
        ),
        Mismatch(
            "ten-units",
            "10 units for 3 classes",
            0,
            "Nothing complains, and it learns: no label ever asks for the units 3 to 9, so their probabilities sink "
            "towards 0. The first loss is higher, since it starts by guessing among ten. It works by luck: the "
            "summary now tells a reader that there are ten classes.",
            units=10,
        ),
        Mismatch(
            "one-sigmoid",
            "One sigmoid unit and binary crossentropy, as for two classes",
            1,
            "No error, and a loss that falls below zero and on. The formula was made for labels 0 and 1; with the "
            "label 2 it rewards a higher score without end. One output cannot name three classes: the answer counts "
            "as 0 or 1, so scissors are never right. A crossentropy below zero is an alarm.",
            units=1,
            activation="sigmoid",
            loss="binary_crossentropy",
        ),
        Mismatch(
            "one-softmax",
            "One softmax unit and categorical crossentropy",
            1,
            "A perfect loss of 0, and an accuracy of one third. Softmax divides by the sum of all outputs, and of one "
            "output that is itself: it says 1 for every picture. So the loss is 0, there is no gradient, and no "
            "weight moves. The accuracy counts the pictures of class 1. Keras warns and trains all the same: read "
            "what it prints before the first epoch.",
            units=1,
            loss="categorical_crossentropy",
        ),
        Mismatch(
            "one-softmax-binary",
            "One softmax unit and binary crossentropy",
            1,
            "The output is 1 for every picture, as softmax over one unit must be. Yet the loss moves: Keras notices "
            "the activation and computes this loss from the score before it. So a curve can fall while the model says "
            "the same of everything. Look at the accuracy, and at an answer.",
            units=1,
            loss="binary_crossentropy",
        ),
        Mismatch(
            "three-sigmoids",
            "3 sigmoid units and sparse categorical crossentropy",
            0,
            "It trains, and the curve is that of softmax: Keras takes the scores before the sigmoid and puts them "
            "through a softmax of its own for the loss. The largest score wins either way. But what the model says "
            "are three separate numbers that do not add up to 1. They are no probabilities of three classes, and "
            "nothing warned you.",
            activation="sigmoid",
        ),
        Mismatch(
            "binary-softmax",
            "Softmax and one-hot labels, but binary crossentropy",
            0,
            "It learns, so nobody notices. This loss asks three questions a picture, is it paper, is it rock, is it "
            "scissors, and takes the mean. Most answers are an easy “no”, so its numbers are smaller. Do not compare "
            "them with those of the other programs. It is the loss for pictures that may show several things at once, "
            "with sigmoid units.",
            label_mode="categorical",
            loss="binary_crossentropy",
        ),
        Mismatch(
            "binary-labels",
            'Three folders, but `label_mode="binary"`',
            2,
            "Here the loader itself counts: binary labels need exactly two folders. The program of the two-class "
            "lesson stops before a model is built, and that is the best place to stop.",
            "there must be exactly 2 class_names",
            label_mode="binary",
            units=1,
            activation="sigmoid",
            loss="binary_crossentropy",
        ),
    )
}  # fmt: skip


def happened(_program: Program, outcome: TrialOutcome) -> int:
    """Return the place in :data:`EXPECTATIONS` of what came of a program, from its own figures."""
    if outcome.error:
        return 2
    accuracy = outcome.history.get("val_accuracy", [0.0])[-1]
    return 0 if accuracy > LEARNED else 1


LABELS_AND_LOSSES = TrialSet(
    "mismatch",
    MISMATCHES,
    EXPECTATIONS,
    happened,
    f"one picture of {CLASSES[0]} ({', '.join(f'place {label} for {name}' for label, name in enumerate(CLASSES))})",
)
