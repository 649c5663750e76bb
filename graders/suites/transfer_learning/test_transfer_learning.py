"""The checks of the exercise ``transfer_learning``. Each docstring is what the learner reads."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from graders.grading import (
    ChildFailure,
    Evaluator,
    SubmissionProxy,
    TrainedModel,
    Wrong,
    as_finite,
    binary_answers,
    draw_scenes,
    layers_of,
    pretrained_digests,
    read_model,
    weights_digest,
)

# The digests of the published file can be known by heart; with these characters before them they cannot.
SALT = secrets.token_hex(8)
SIDE = 96
LAYER = "block_13_expand_relu"
SCENES = "horse_or_human"
TRAINING_PICTURES = 96
NEW_PICTURES = 120
EPOCHS = 12
BATCH_SIZE = 8
# What a head on this base reaches, and what guessing does, stands in tests/graders/suites/test_transfer_learning.py.
PASS_TRAINING = 0.75
PASS_ACCURACY = 0.7

_BUILD = (
    f"keras.applications.MobileNetV2(input_shape=({SIDE}, {SIDE}, 3), include_top=False, weights=None), then "
    "load_weights(local_weights_file)"
)


def _report(answer: Any) -> Mapping[str, Any]:
    return answer if isinstance(answer, dict) else {}


def _whole(value: Any) -> int:
    """Return a reported whole number; -1 if it is none."""
    return value if type(value) is int and -1 <= value < 2**31 else -1


def _shape(value: Any) -> tuple[int | None, ...]:
    """Return a reported shape; an empty one if it is none."""
    sizes = value if isinstance(value, list) else []
    return tuple(sizes) if all(size is None or type(size) is int for size in sizes) else ()


def _layers(report: Mapping[str, Any]) -> list[tuple[str, int, frozenset[str]]]:
    """Return the reported layers with weights: name, number of arrays that learn, digests of all arrays."""
    found = report.get("layers")
    return [
        (str(each[0]), max(_whole(each[1]), 0), frozenset(map(str, each[2])))
        for each in (found if isinstance(found, list) else [])
        if isinstance(each, list) and len(each) == 3 and isinstance(each[2], list)
    ]


def _expect_something(kind: str, function: str, what: str) -> None:
    if kind == "none":
        raise Wrong(
            f"{function} returned None: end it with return. A print shows, and returns nothing.",
            expected=what,
            received=None,
            mistake="returns_nothing",
        )


# --- create_pre_trained_model


def _base(submission: SubmissionProxy) -> Mapping[str, Any]:
    """Return what the probe says of the learner's base."""
    submission.require("create_pre_trained_model", "function")
    return _report(submission.once("base", lambda: submission.probe("look_at_base", salt=SALT)))


def _holds(expect: Callable[[], None]) -> bool:
    """Whether something raises nothing: neither a finding, nor what the learner's code raises."""
    try:
        expect()
    except (Wrong, ChildFailure):
        return False
    return True


def _own_base(submission: SubmissionProxy) -> bool:
    """Whether the other functions are asked about our base, because the learner's is not right."""

    def expect_right() -> None:
        report = _base(submission)
        _expect_base(report)
        _expect_weights(report)
        _expect_frozen(report)

    return submission.once("own_base", lambda: not _holds(expect_right))


def test_returns_base(submission: SubmissionProxy) -> None:
    """`create_pre_trained_model` returns the MobileNetV2 without its top, for pictures of 96 by 96 pixels."""
    _expect_base(_base(submission))


def _expect_base(report: Mapping[str, Any]) -> None:
    kind = str(report.get("kind"))
    _expect_something(kind, "create_pre_trained_model", "a keras.Model")
    if kind == "other_architecture":
        _refuse_architecture(_whole(report.get("wanted")), _whole(report.get("found")))
    if kind != "model":
        raise Wrong(
            "create_pre_trained_model must return the base, a keras.Model.",
            expected="a keras.Model",
            received=kind,
            mistake="no_model",
        )
    known = pretrained_digests(SALT)
    others = [name for name, _, _ in _layers(report) if name not in known]
    if "predictions" in others:
        _refuse_top()
    if others or not _layers(report):
        _refuse_architecture(-1, -1)
    takes = _shape(report.get("input_shape"))
    if len(takes) != 4 or any(
        size not in (None, side) for size, side in zip(takes[1:], (SIDE, SIDE, 3), strict=True)
    ):
        raise Wrong(
            f"The base takes pictures of another size: give it input_shape=({SIDE}, {SIDE}, 3).",
            expected=f"an input of shape (None, {SIDE}, {SIDE}, 3)",
            received=takes,
            mistake="wrong_input_shape",
        )


def _refuse_top() -> None:
    raise Wrong(
        "The base still has its top, the layer that answers with the classes it was trained on. Those are not yours: "
        "write include_top=False.",
        expected="a base that ends in maps, such as (None, 3, 3, 1280)",
        received="a model that ends in a classifier",
        mistake="include_top",
    )


def _refuse_architecture(wanted: int, found: int) -> None:
    if found > 0 and wanted == found + 1:
        _refuse_top()
    raise Wrong(
        "The file holds the weights of a MobileNetV2 (alpha=1.0) without its top, and your base is another network. "
        "InceptionV3, which the course takes, and every other network need files of their own; without one their "
        f"weights are random and have seen nothing. Build {_BUILD}.",
        expected=f"the layers of the file, {len(pretrained_digests(SALT))} with weights",
        received=f"a network of {wanted} layers with weights" if wanted > 0 else "other layers",
        mistake="other_architecture",
    )


def test_loads_weights(submission: SubmissionProxy) -> None:
    """Every weight of the base is the one in the file that `create_pre_trained_model` is given."""
    _expect_weights(_base(submission))


def _expect_weights(report: Mapping[str, Any]) -> None:
    known = pretrained_digests(SALT)
    right = {name for name, _, digests in _layers(report) if digests == known.get(name)}
    if len(right) == len(known):
        return
    raise Wrong(
        (
            "No layer has the weights of the file, so the base is still random: "
            "pre_trained_model.load_weights(local_weights_file) is missing."
            if not right
            else "Some layers do not have the weights of the file. Load all of it, after the last layer was made, and "
            "change none of them."
        ),
        expected=f"{len(known)} layers with the weights of the file",
        received=f"{len(right)} layers with them",
        mistake="weights_not_loaded" if not right else "weights_changed",
    )


def test_freezes(submission: SubmissionProxy) -> None:
    """Every layer of the returned base is frozen."""
    _expect_frozen(_base(submission))


def _expect_frozen(report: Mapping[str, Any]) -> None:
    layers = _layers(report)
    learning = [name for name, arrays, _ in layers if arrays]
    if not learning:
        return
    some = len(learning) < len(layers)
    raise Wrong(
        (
            f"{len(learning)} of {len(layers)} layers with weights still learn, among them {learning[0][:60]!r}. "
            "Freeze all: pre_trained_model.trainable = False, or that line for each of pre_trained_model.layers."
            if some
            else "Every layer of the base still learns. Freeze it before you return it: pre_trained_model.trainable = "
            "False. (Freezing it only in create_final_model, after compile, is too late in older Keras.)"
        ),
        expected="no layer that learns",
        received=f"{len(learning)} layers that learn",
        mistake="some_layers_trainable" if some else "base_trainable",
    )


# --- output_of_last_layer


def _output(submission: SubmissionProxy) -> Mapping[str, Any]:
    """Return what the probe says of the learner's ``last_output``."""
    submission.require("output_of_last_layer", "function")
    own = _own_base(submission)
    return _report(submission.once("output", lambda: submission.probe("look_at_output", own_base=own)))


def _own_output(submission: SubmissionProxy) -> bool:
    def expect_right() -> None:
        report = _output(submission)
        _expect_output(report)
        _expect_layer(report)

    return submission.once("own_output", lambda: not _holds(expect_right))


def test_returns_output(submission: SubmissionProxy) -> None:
    """`output_of_last_layer` returns the output of a layer of the base that it is given."""
    _expect_output(_output(submission))


def _expect_output(report: Mapping[str, Any]) -> None:
    kind = str(report.get("kind"))
    _expect_something(kind, "output_of_last_layer", "the output of a layer")
    told = {
        "layer": ("returns_layer", "That is the layer itself: its attribute output is the tensor that it gives."),
        "tuple": ("returns_shape", "That is the output's shape. Return the output itself; you may print the shape."),
        "model": ("returns_model", "That is a model. Return the tensor that a layer gives: layer.output."),
        "str": ("returns_name", "That is a layer's name: pre_trained_model.get_layer(name).output is its output."),
    }  # fmt: skip
    if kind in told:
        mistake, why = told[kind]
        raise Wrong(why, expected="a tensor of the base", received=kind, mistake=mistake)
    if _whole(report.get("place")) < 0:
        raise Wrong(
            "What came is not the output of a layer of the base. Take it from the model in the argument, and leave "
            "new layers such as Flatten to create_final_model.",
            expected="a tensor of the base",
            received=kind,
            mistake="not_of_base",
        )


def test_chooses_layer(submission: SubmissionProxy) -> None:
    """That layer is `block_13_expand_relu`, or one above it."""
    _expect_layer(_output(submission))


def _expect_layer(report: Mapping[str, Any]) -> None:
    place, wanted, last = (_whole(report.get(name)) for name in ("place", "wanted", "last"))
    if not (0 <= wanted <= place or 0 <= place == last):
        raise Wrong(
            "This layer lies too low: there are edges and textures, but no parts of animals yet. Take the output of "
            f"{LAYER!r}.",
            expected=f"the output of {LAYER!r}, or of a layer above it",
            received=f"the output of {str(report.get('layer'))[:100]!r}",
            mistake="layer_too_low",
        )


# --- create_final_model


def _parts(submission: SubmissionProxy) -> dict[str, bool]:
    own_base = _own_base(submission)
    return {"own_base": own_base, "own_output": own_base or _own_output(submission)}


def _final(submission: SubmissionProxy) -> Mapping[str, Any]:
    """Return what the probe says of the final model before it is trained."""
    submission.require("create_final_model", "function")
    parts = _parts(submission)
    return _report(submission.once("final", lambda: submission.probe("look_at_final", salt=SALT, **parts)))


def test_builds_on_base(submission: SubmissionProxy) -> None:
    """`create_final_model` returns a model from the base's input, over `last_output`, to an output of its own."""
    report = _final(submission)
    kind = str(report.get("kind"))
    _expect_something(kind, "create_final_model", "a compiled keras.Model")
    if kind != "model":
        raise Wrong(
            "create_final_model must return the model.",
            expected="a compiled keras.Model",
            received=kind,
            mistake="no_model",
        )
    if _whole(report.get("shared")) < 1:
        again = _whole(report.get("named")) > 0
        raise Wrong(
            "The model has a base of its own. Build on the one in the argument, whose weights are loaded and frozen."
            if again
            else "The base is not in the model. Call the first new layer on last_output, as in "
            "x = GlobalAveragePooling2D()(last_output), and begin the model at pre_trained_model.input.",
            expected="a model over the base that it is given",
            received="another base" if again else "no layer of the base",
            mistake="new_base" if again else "base_not_used",
        )
    if report.get("on_output") is not True and report.get("is_last") is not True:
        raise Wrong(
            "The model does not go over last_output: call the first new layer on it, and not on another tensor.",
            expected="a model over last_output",
            received="a model that ends elsewhere, or takes another way through the base",
            mistake="ignores_last_output",
        )


def test_ends_in_one_probability(submission: SubmissionProxy) -> None:
    """The model ends in one unit with a sigmoid: one probability for each picture."""
    report = _final(submission)
    gives = _shape(report.get("output_shape"))
    last, settings = _last_layer(report)
    if len(gives) > 2:
        raise Wrong(
            "The output still has the axes of a picture. Put Flatten or GlobalAveragePooling2D between last_output "
            "and the first Dense layer.",
            expected="an output of shape (None, 1)",
            received=gives,
            mistake="flatten_missing",
        )
    if last in ("Dropout", "GaussianNoise", "SpatialDropout2D"):
        raise Wrong(
            f"{last} comes after the output layer, so that it throws away answers. Put it before the last Dense.",
            expected="Dense(1, activation='sigmoid') at the end",
            received=f"{last} at the end",
            mistake="dropout_after_output",
        )
    if gives[1:] != (1,):
        raise Wrong(
            "Two classes need one number, the probability of the second: Dense(1, activation='sigmoid').",
            expected="an output of shape (None, 1)",
            received=gives,
            mistake="wrong_units",
        )
    activation = str(settings.get("activation"))
    if activation == "softmax" or last == "Softmax":
        raise Wrong(
            "softmax over a single unit is always 1, whatever the picture: use sigmoid for one unit.",
            expected="Dense(1, activation='sigmoid')",
            received="Dense(1, activation='softmax')",
            mistake="softmax_over_one_unit",
        )
    takes_logits = '"from_logits": true' in str(report.get("loss"))
    if activation != "sigmoid" and not (activation in ("linear", "None") and takes_logits):
        raise Wrong(
            "The last layer does not give a probability: use activation='sigmoid'.",
            expected="Dense(1, activation='sigmoid')",
            received=f"{last} with activation {activation[:40]!r}",
            mistake="no_sigmoid",
        )


def _last_layer(report: Mapping[str, Any]) -> tuple[str, Mapping[str, Any]]:
    layers = layers_of(read_model(report.get("model")))
    return layers[-1] if layers else ("", {})


def test_compiles(submission: SubmissionProxy) -> None:
    """The model is compiled with binary crossentropy and the metric accuracy."""
    report = _final(submission)
    if report.get("compiled") is not True:
        raise Wrong(
            "The model is not compiled: call model.compile(optimizer=..., loss=..., metrics=[...]) before return.",
            expected="a compiled model",
            received="a model that is not",
            mistake="not_compiled",
        )
    loss, metrics = str(report.get("loss")), str(report.get("metrics")).lower()
    if "binarycrossentropy" not in loss.lower().replace("_", ""):
        categorical = "categorical" in loss.lower()
        raise Wrong(
            "Categorical crossentropy compares the classes' units with each other. There is one unit, so it is 0 or an "
            "error, and nothing is learnt: use loss='binary_crossentropy'."
            if categorical
            else "For one probability the loss is loss='binary_crossentropy'.",
            expected="binary_crossentropy",
            received=loss[:100],
            mistake="categorical_loss" if categorical else "wrong_loss",
        )
    if "acc" not in metrics:
        raise Wrong(
            "The model does not say how many pictures it gets right: compile it with metrics=['accuracy'].",
            expected="metrics=['accuracy']",
            received=metrics[:100],
            mistake="metric_missing",
        )


def _train(submission: SubmissionProxy, rng: np.random.Generator) -> Mapping[str, Any]:
    """Return what the probe says of the training, which happens once for all checks."""
    parts = _parts(submission)

    def train() -> Any:
        pictures, labels = draw_scenes(
            SCENES, TRAINING_PICTURES, int(rng.integers(2**31)), split="train", side=SIDE
        )
        order = rng.permutation(len(labels))
        return submission.probe(
            "train",
            **parts,
            pictures=_scaled(pictures[order]),
            labels=labels[order],
            epochs=EPOCHS,
            batch_size=BATCH_SIZE,
            salt=SALT,
        )

    return _report(submission.once("training", train))


def _scaled(pictures: Any) -> Any:
    """Return pictures as MobileNetV2 wants them, and as the task says: from -1 to 1."""
    return (pictures / 127.5 - 1).astype(np.float32)


def test_keeps_base_frozen(submission: SubmissionProxy, rng: np.random.Generator) -> None:
    """Training the model changes no weight of the base."""
    report = _final(submission)
    known = pretrained_digests(SALT)
    learning = [name for name, arrays, _ in _layers(report) if arrays and name in known]
    if learning:
        raise Wrong(
            f"create_final_model lets {len(learning)} layers of the base learn again: what they know would be "
            "overwritten before the head knows anything. Leave trainable of the base alone.",
            expected="only new layers that learn",
            received=f"{len(learning)} layers of the base that learn, among them {learning[0][:60]!r}",
            mistake="base_unfrozen",
        )
    if not any(arrays for _, arrays, _ in _layers(report)):
        raise Wrong(
            "Nothing in the model can learn: the new layers are frozen too. Freeze the base, and not the final model.",
            expected="new layers that learn",
            received="no layer that learns",
            mistake="head_frozen",
        )
    model = read_model(_train(submission, rng).get("model"))
    inside = _names(model) & known.keys()
    now = {weights_digest(array, SALT) for array in model.weights}
    changed = sorted(name for name in inside if not known[name] <= now)
    if changed or not inside:
        raise Wrong(
            f"After training, {len(changed)} layers of the base have other weights than the file."
            if inside
            else "The trained model has no layer of the base.",
            expected="the weights of the file",
            received=", ".join(changed[:3]) or "none of its layers",
            mistake="base_changed" if inside else "base_not_used",
        )


def _names(model: TrainedModel) -> set[str]:
    return {str(settings.get("name")) for _, settings in layers_of(model)}


def test_head_learns(submission: SubmissionProxy, rng: np.random.Generator) -> None:
    """The new layers learn the training pictures."""
    report = _train(submission, rng)
    model = read_model(report.get("model"))
    known = frozenset[str]().union(*pretrained_digests(SALT).values())
    before = _texts(report.get("before"))
    head = {weights_digest(array, SALT) for array in model.weights} - known
    accuracies = [as_finite(value) for value in _listed(report.get("accuracies"))]
    losses = [value for value in _listed(report.get("losses")) if isinstance(value, float)]
    if losses and not np.isfinite(losses).all():
        raise Wrong(
            "The loss became infinite: training diverged. Take a smaller learning rate, such as 0.001 for Adam.",
            expected="finite losses",
            received=losses[-1],
            mistake="diverged",
        )
    if not head - set(before):
        raise Wrong(
            "No weight of the new layers changed in training. Are they frozen, or is the learning rate 0?",
            expected="other weights after training",
            received="the same",
            mistake="head_unchanged",
        )
    best = max(accuracies, default=0.0)
    if best < PASS_TRAINING:
        told = ", ".join(f"{value:.2f}" for value in accuracies[:EPOCHS])
        raise Wrong(
            f"The head does not learn its {TRAINING_PICTURES} pictures in {EPOCHS} epochs (accuracy {told}). "
            + _why_so_little(model),
            expected=f"an accuracy of at least {PASS_TRAINING} on the training pictures",
            received=f"{best:.3f}",
            mistake=_mistake_of(model),
        )


def _texts(value: Any) -> list[str]:
    return [each for each in _listed(value) if isinstance(each, str)]


def _listed(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list) else ()


def _scales_again(model: TrainedModel) -> bool:
    return any(name in ("Rescaling", "Normalization") for name, _ in layers_of(model))


def _why_so_little(model: TrainedModel) -> str:
    if _scales_again(model):
        return "The pictures come from -1 to 1 already, as the base wants them: do not scale them again."
    return (
        "Look at the learning rate (Adam 0.001, or RMSprop 0.0001 after Flatten and a wide Dense layer), the loss, the "
        "dropout rate, and the last layer's activation."
    )


def _mistake_of(model: TrainedModel) -> str:
    return "scaled_again" if _scales_again(model) else "does_not_learn"


def test_recognises_new_pictures(
    submission: SubmissionProxy, rng: np.random.Generator, evaluator: Evaluator
) -> None:
    """The trained model tells horses from humans on pictures that it has never seen."""
    model = read_model(_train(submission, rng).get("model"))
    pictures, labels = draw_scenes(
        SCENES, NEW_PICTURES, int(rng.integers(2**31)), split="same_artist", side=SIDE
    )
    outputs = evaluator.predict(model, _scaled(pictures))
    reached = float(np.mean(binary_answers(outputs) == labels))
    if reached < PASS_ACCURACY:
        raise Wrong(
            "On new pictures the model does not do what a head on this base can. " + _why_so_little(model),
            expected=f"an accuracy of at least {PASS_ACCURACY} on {NEW_PICTURES} new pictures",
            received=f"{reached:.3f}",
            mistake=_mistake_of(model),
        )
