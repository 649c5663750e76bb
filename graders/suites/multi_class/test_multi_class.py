"""The checks of the exercise ``multi_class``. Each docstring is what the learner reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graders.grading import (
    ANIMAL_LABELS,
    Evaluator,
    GeneratorReport,
    MarkedPictures,
    PictureFile,
    SubmissionProxy,
    Wrong,
    accuracy,
    as_finite,
    draw_animals,
    expect_generator,
    expect_labels,
    expect_loss,
    expect_pictures,
    expect_rescaled,
    expect_softmax,
    expect_units,
    layers_of,
    read_model,
)

SIDE = 28
LARGEST = max(ANIMAL_LABELS)
TRAINING_FILE = "animals_train.csv"
TRAINING_PICTURES, VALIDATION_PICTURES = 44, 30
# Of the training. tests/graders/suites/test_multi_class.py says what right and wrong models reach.
FIT_PICTURES, EPOCHS, NEW_ANIMALS = 600, 10, 300
PASS_ACCURACY = 0.4
CLOSE = 0.25


def _answer(answer: Any) -> Mapping[str, Any]:
    return answer if isinstance(answer, dict) else {}


def _expect_pair(told: Mapping[str, Any], name: str, values: str) -> None:
    """Hold that a function returned two values, which are called ``values``."""
    if told.get("kind") == "pair":
        return
    nothing = told.get("kind") == "none"
    raise Wrong(
        f"{name} returned None: end it with return {values}."
        if nothing
        else f"{name} must return two values: return {values}.",
        expected=f"({values})",
        received=str(told.get("kind")),
        mistake="returns_nothing" if nothing else "not_two_values",
    )


# --- parse_data_from_input


def _parse(submission: SubmissionProxy, file: PictureFile) -> list[NDArray[Any]]:
    """Have a file read and return the two arrays of numbers that came."""
    content = np.frombuffer(file.content, np.uint8)
    told = _answer(submission.probe("parse", path=file.path, content=content))
    _expect_pair(told, "parse_data_from_input", "images, labels")
    items = told.get("items")
    both = items if isinstance(items, list) and len(items) == 2 else ({}, {})  # else it is a forged report
    return [_array(name, _answer(item)) for name, item in zip(("images", "labels"), both, strict=True)]


def _array(name: str, item: Mapping[str, Any]) -> NDArray[Any]:
    array = item.get("array")
    if isinstance(array, np.ndarray):
        return array
    texts = item.get("kind") == "array"
    raise Wrong(
        f"The {name} are texts, not numbers: a CSV file holds text. Convert them, for example with .astype(float)."
        if texts
        else f"The {name} must be a NumPy array; np.array(...) makes one of a list.",
        expected=f"{name} as an array of numbers",
        received=f"an array of {item.get('dtype')}" if texts else str(item.get("kind")),
        mistake="strings_not_converted" if texts else "not_an_array",
    )


def _read_small(
    submission: SubmissionProxy, rng: np.random.Generator
) -> tuple[PictureFile, list[NDArray[Any]]]:
    """Have a small file read, once for all checks."""

    def ask() -> tuple[PictureFile, list[NDArray[Any]]]:
        file = PictureFile.draw(rng)
        return file, _parse(submission, file)

    return submission.once("small file", ask)


def test_returns_pictures_and_labels(submission: SubmissionProxy, rng: np.random.Generator) -> None:
    """`parse_data_from_input` reads the file that it is given and returns two arrays of numbers, pictures first."""
    submission.require("parse_data_from_input", "function")
    file, (images, labels) = _read_small(submission, rng)
    if images.ndim == 1 and labels.ndim > 1:
        raise Wrong(
            "The two values are exchanged: return images, labels, in this order.",
            expected=f"images of shape {file.pictures.shape}, then labels of shape {file.labels.shape}",
            received=f"shapes {images.shape} and {labels.shape}",
            mistake="other_order",
        )
    given = submission.materials.files[TRAINING_FILE].count(b"\n") - 1
    if images.shape[:1] == (given,):
        raise Wrong(
            f"./{TRAINING_FILE} was read, although another file was asked for: open(filename), not a fixed name.",
            expected=f"the {len(file.labels)} pictures of ./{file.path}",
            received=f"{given} pictures",
            mistake="fixed_file",
        )


def test_reads_pictures(submission: SubmissionProxy, rng: np.random.Generator) -> None:
    """The pictures have shape (n, 28, 28), one for each line in the file's order, with the pixels as they are there."""
    file, (images, _) = _read_small(submission, rng)
    expect_pictures("parse_data_from_input", images, file)
    whole = PictureFile.read(TRAINING_FILE, submission.materials.files[TRAINING_FILE])
    expect_pictures("parse_data_from_input", _parse(submission, whole)[0], whole)


def test_reads_labels(submission: SubmissionProxy, rng: np.random.Generator) -> None:
    """The labels have shape (n,): the first number of each line, in the file's order."""
    file, (_, labels) = _read_small(submission, rng)
    expect_labels("parse_data_from_input", labels, file)


# --- train_val_generators


@dataclass(frozen=True)
class Generated:
    """What both generators yielded of the pictures that they were given."""

    given: MarkedPictures
    training: GeneratorReport
    validation: GeneratorReport

    @property
    def named(self) -> tuple[tuple[str, int, GeneratorReport], ...]:
        """Of both generators the name, how many pictures it was given, and the report."""
        return (
            ("training", TRAINING_PICTURES, self.training),
            ("validation", VALIDATION_PICTURES, self.validation),
        )


def _generate(submission: SubmissionProxy, rng: np.random.Generator) -> Generated:
    """Have the generators made and read, once for all checks."""

    def ask() -> Generated:
        given = MarkedPictures.draw(rng, TRAINING_PICTURES, VALIDATION_PICTURES)
        answer = submission.probe(
            "generate",
            training_images=given.plain,
            training_labels=given.training_labels.astype(np.float64),
            validation_images=given.noise,
            validation_labels=given.validation_labels.astype(np.float64),
            limit=2 * TRAINING_PICTURES,
        )
        told = _answer(answer)
        _expect_pair(told, "train_val_generators", "train_generator, validation_generator")
        return Generated(
            given, GeneratorReport.read(told.get("training")), GeneratorReport.read(told.get("validation"))
        )

    return submission.once("generators", ask)


def test_makes_generators(submission: SubmissionProxy, rng: np.random.Generator) -> None:
    """`train_val_generators` returns two generators; one round of each yields every picture that it was given."""
    submission.require("train_val_generators", "function")
    generated = _generate(submission, rng)
    if (generated.training.count, generated.validation.count) == (VALIDATION_PICTURES, TRAINING_PICTURES):
        raise Wrong(
            "The two generators are exchanged: return train_generator, validation_generator, in this order.",
            expected="the training pictures from the first",
            received="the validation pictures from the first",
            mistake="other_order",
        )
    for name, count, report in generated.named:
        if report.kind == "ImageDataGenerator":
            raise Wrong(
                f"The {name} generator is an ImageDataGenerator alone, which knows no pictures: return what its "
                "flow(x=..., y=..., batch_size=32) returns.",
                expected="what flow returns",
                received="ImageDataGenerator",
                mistake="no_flow",
            )
        expect_generator(report, f"The {name} generator")
        if report.count != count:
            raise Wrong(
                f"One round of the {name} generator yields {report.count} pictures, and it was given {count}. Is a "
                "part held back or left out, or does it use the other pictures?",
                expected=f"{count} pictures",
                received=f"{report.count} pictures",
                mistake="not_all_pictures",
            )


def test_adds_channel_axis(submission: SubmissionProxy, rng: np.random.Generator) -> None:
    """The pictures have a channel axis at the end: batches of shape (n, 28, 28, 1)."""
    for name, _, report in _generate(submission, rng).named:
        for shape in report.shapes:
            if shape[1:] == (SIDE, SIDE, 1):
                continue
            misplaced = sorted(shape[1:]) == [1, SIDE, SIDE]
            raise Wrong(
                f"The channel axis of the {name} pictures is not the last one: np.expand_dims(images, axis=-1)."
                if misplaced
                else f"The {name} pictures have another shape than a ConvNet takes: np.expand_dims(images, axis=-1) "
                "adds the channel axis.",
                expected=f"batches of shape (n, {SIDE}, {SIDE}, 1)",
                received=f"a batch of shape {shape}",
                mistake="channel_axis_misplaced" if misplaced else "missing_channel_axis",
            )


def test_rescales(submission: SubmissionProxy, rng: np.random.Generator) -> None:
    """Both generators scale the pixels to values from 0 to 1."""
    for name, _, report in _generate(submission, rng).named:
        try:
            expect_rescaled(report)
        except Wrong as wrong:
            raise Wrong(
                f"Look at the {name} pictures. {wrong.message}",
                expected=wrong.expected,
                received=wrong.received,
                mistake=wrong.mistake,
            ) from None


def test_keeps_labels(submission: SubmissionProxy, rng: np.random.Generator) -> None:
    """Each picture comes with its own label, unchanged: whole numbers up to 10, or one-hot rows."""
    generated = _generate(submission, rng)
    generated.given.expect_own_labels(generated.training, generated.validation)
    labels = generated.training.labels
    if labels is not None and labels.ndim == 2 and labels.shape[1] > 1:
        submission.once("one-hot columns", lambda: labels.shape[1])  # the model is trained on such ones


def test_keeps_validation_pictures(submission: SubmissionProxy, rng: np.random.Generator) -> None:
    """The validation pictures are the given ones, not augmented."""
    generated = _generate(submission, rng)
    shown = generated.given.validation_shown(generated.validation)
    changed = VALIDATION_PICTURES - len(np.unique(shown[shown >= 0]))
    if changed:
        raise Wrong(
            "Validation pictures were turned, moved or mirrored. They stand for what the model will meet later: give "
            "them a generator of their own that only rescales.",
            expected=f"all {VALIDATION_PICTURES} pictures as they were given",
            received=f"{changed} pictures changed",
            mistake="validation_augmented",
        )


# --- create_model


def _describe(submission: SubmissionProxy) -> Mapping[str, Any]:
    return submission.once("model", lambda: _answer(submission.probe("describe")))


def test_builds_model(submission: SubmissionProxy) -> None:
    """`create_model` returns a compiled Keras model with convolutions."""
    submission.require("create_model", "function")
    told = _describe(submission)
    if told.get("kind") != "model":
        nothing = told.get("kind") == "none"
        raise Wrong(
            "create_model returned None: end it with return model."
            if nothing
            else "create_model must return the model itself.",
            expected="a Keras model",
            received=str(told.get("kind")),
            mistake="returns_nothing" if nothing else "no_model",
        )
    names = [name for name, _ in layers_of(read_model(told.get("model")))]
    if not any("Conv2D" in name for name in names):
        raise Wrong(
            "The model has no convolution.",
            expected="at least one Conv2D",
            received=", ".join(names),
            mistake="no_conv2d",
        )
    if told.get("compiled") is not True:
        raise Wrong(
            "The model is not compiled: call model.compile(optimizer=..., loss=..., metrics=['accuracy']) before you "
            "return it.",
            expected="a compiled model",
            received="a model without a loss",
            mistake="not_compiled",
        )


def test_answers_every_label(submission: SubmissionProxy) -> None:
    """The model answers with a probability for every number up to the largest label: a softmax of 11 units or more."""
    told = _describe(submission)
    shape = _answer(told.get("model")).get("output_shape")
    expect_units(shape, LARGEST, "There are ten classes, but number 6 is left out.")
    expect_softmax(read_model(told.get("model")), told.get("from_logits") is True)


def _train(submission: SubmissionProxy, rng: np.random.Generator, attempt: int = 0) -> Mapping[str, Any]:
    """Have a model of the learner's trained on pictures of the judge's, once an attempt.

    The pictures are right whatever the learner's generators do; only the form of the labels is theirs.
    """

    def ask() -> Mapping[str, Any]:
        pictures, labels = draw_animals(FIT_PICTURES, int(rng.integers(2**31)), split="train")
        columns = _columns(submission)
        return _answer(
            submission.probe(
                "train",
                attempt=attempt,
                pictures=_scaled(pictures),
                labels=_one_hot(labels, columns) if columns else labels,
                epochs=EPOCHS,
            )
        )

    return submission.once(f"training {attempt}", ask)


def _columns(submission: SubmissionProxy) -> int:
    """Return the columns of the one-hot labels that the learner's generators yield; 0 for whole numbers."""
    return submission.once("one-hot columns", lambda: 0)


def _one_hot(labels: NDArray[np.int64], columns: int) -> NDArray[np.float32]:
    return (labels[:, None] == np.arange(columns)).astype(np.float32)


def _scaled(pictures: NDArray[np.uint8]) -> NDArray[np.float32]:
    return (pictures[..., None] / 255).astype(np.float32)


def test_trains(submission: SubmissionProxy, rng: np.random.Generator) -> None:
    """`model.fit` trains the model: its loss fits the labels of your generators, and accuracy is recorded."""
    expect_loss(str(_describe(submission).get("loss")), one_hot=_columns(submission) > 0)
    report = _train(submission, rng)
    if report.get("accuracies") is None:
        raise Wrong(
            "model.fit recorded no accuracy: compile the model with metrics=['accuracy'].",
            expected="accuracy among the metrics",
            received=str(report.get("metrics"))[:200],
            mistake="no_accuracy_metric",
        )


def test_recognises_new_animals(
    submission: SubmissionProxy, rng: np.random.Generator, evaluator: Evaluator
) -> None:
    """The trained model names at least 40 % of 300 animals that it has never seen."""
    pictures, labels = draw_animals(NEW_ANIMALS, int(rng.integers(2**31)), split="test")
    for attempt in range(2):
        # Initial weights are drawn. Who comes close has a second draw: bad luck costs no points.
        report = _train(submission, rng, attempt)
        outputs = evaluator.predict(read_model(report.get("model")), _scaled(pictures))
        reached = accuracy(outputs.reshape(len(outputs), -1), labels)
        if reached >= PASS_ACCURACY:
            return
        if reached < CLOSE:
            break
    found = report.get("accuracies")
    curve = [as_finite(value) for value in found] if isinstance(found, list) else []
    mistake, why = _why_little(max(curve, default=0.0))
    raise Wrong(
        f"{why} (accuracy by epoch: {', '.join(f'{value:.2f}' for value in curve[:EPOCHS])})",
        expected=f"an accuracy of at least {PASS_ACCURACY} on {NEW_ANIMALS} new animals",
        received=f"{reached:.3f}",
        mistake=mistake,
    )


def _why_little(best: float) -> tuple[str, str]:
    if best < 0.2:
        return "does_not_learn", (
            "Accuracy stays where guessing is (0.10). Look at the learning rate, at the activations, and whether a "
            "Rescaling layer divides by 255 what the generators have divided already."
        )
    if best > 0.85:
        return "learnt_by_heart", (
            "The model knows the 600 animals by heart and few others: use Conv2D and MaxPooling2D before Flatten, and "
            "fewer units or some dropout after it."
        )
    return "learns_too_slowly", (
        f"The model learns, but not fast enough for {EPOCHS} epochs: try optimizer='adam', or less dropout."
    )
