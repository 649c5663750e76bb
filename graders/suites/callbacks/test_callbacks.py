"""The checks of the exercise ``callbacks``. Each docstring is what the learner reads."""

from __future__ import annotations

import difflib
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graders.grading import Evaluator, SubmissionProxy, Wrong, accuracy, read_model

TARGET = 0.6
TRAINING_TARGET = 0.99
MAX_EPOCHS = 10
MAX_EPOCHS_RECORDED = 200
# 20 batches of 32. On these pictures dense nets and ConvNets with SGD, RMSprop or Adam end their first epoch between
# 0.5 and 0.95 and pass 0.99 by the third (measured over seeds), so a stop at the right epoch can be told from others.
TRAINING_PICTURES = 640


# --- asking, with the answers' types checked, because they come from the learner's process


def _drive(
    submission: SubmissionProxy,
    name: str,
    epochs: list[dict[str, float]],
    made_with: Sequence[Any] | Mapping[str, Any] = (),
) -> dict[str, Any]:
    """Make the callback ``name`` with positional or keyword arguments and call it for each of ``epochs``."""
    keywords = dict(made_with) if isinstance(made_with, Mapping) else {}
    arguments = [] if isinstance(made_with, Mapping) else list(made_with)
    answer = submission.probe("drive", name=name, arguments=arguments, keywords=keywords, epochs=epochs)
    data = answer if isinstance(answer, dict) else {}
    stopped = data.get("stopped")
    if stopped is not None and not (type(stopped) is int and 0 <= stopped < len(epochs)):
        raise Wrong(
            f"{name} was called for {len(epochs)} epochs, and the answer names none of them.",
            expected="the epoch after which it stopped",
            received=stopped,
        )
    return {
        "stopped": stopped,
        "on_self": data.get("on_self") is True,
        "text": str(data.get("text", "")),
    }


def _rising(rng: np.random.Generator, low: float, high: float, count: int) -> list[float]:
    return sorted(float(value) for value in rng.uniform(low, high, count))


def _epochs(metric: str, values: list[float]) -> list[dict[str, float]]:
    """Return logs as Keras hands them out, with ``metric`` taking ``values``."""
    return [{"accuracy": 0.5, "loss": 0.7, metric: value} for value in values]


def _after(epoch: int | None) -> str:
    return "no stop" if epoch is None else f"a stop after epoch {epoch + 1}"


def _curve(name: str, values: list[float]) -> str:
    return f"{name} by epoch: " + ", ".join(f"{value:.3f}" for value in values)


# --- myCallback


def test_defines_callback(submission: SubmissionProxy) -> None:
    """`myCallback` is a Keras callback with an `on_epoch_end` method."""
    submission.require("myCallback", "class")
    answer = submission.probe("describe_class", name="myCallback")
    found = answer if isinstance(answer, dict) else {}
    if found.get("is_callback") is not True:
        raise Wrong(
            "myCallback must inherit from tf.keras.callbacks.Callback, or Keras cannot use it.",
            expected="class myCallback(tf.keras.callbacks.Callback)",
            received="a class that is no Keras callback",
            mistake="not_a_callback",
        )
    if found.get("has_on_epoch_end") is not True:
        named = found.get("methods")
        methods = [str(method) for method in named[:100]] if isinstance(named, list) else []
        close = difflib.get_close_matches("on_epoch_end", methods, n=1, cutoff=0.5)
        raise Wrong(
            f"Keras calls on_epoch_end and nothing else after an epoch, so {close[0]} is never called: rename it."
            if close
            else "Keras calls on_epoch_end after each epoch: add that method.",
            expected="a method on_epoch_end",
            received=", ".join(methods) or "no methods",
            mistake="misspelt_method" if close else "missing_method",
        )


def _explain_no_stop(
    submission: SubmissionProxy, answer: dict[str, Any], name: str, asked: float
) -> tuple[str, str]:
    """Return the likely cause of a stop that did not come, and the mistake's id."""
    if answer["on_self"]:
        return (
            "stop_training was set on the callback itself. The model looks at its own attribute: write "
            "self.model.stop_training = True.",
            "stop_training_on_self",
        )
    found = submission.probe("threshold", name=name)
    if isinstance(found, float) and found > 1:
        return (
            f"Your callback stops above {found:g}, but accuracy in logs is a fraction from 0 to 1: "
            f"{asked * 100:g} % is {asked:g}.",
            "threshold_in_percent",
        )
    if isinstance(found, float) and abs(found - asked) > 1e-4:
        return (f"Your callback stops at {found:.4g}, but the task asks for {asked:g}.", "other_threshold")
    return (
        "self.model.stop_training was never True when it should have been: is it set to True, inside the if?",
        "never_stops",
    )


def test_stops_above_target(submission: SubmissionProxy, rng: np.random.Generator) -> None:
    """`myCallback` stops training after the first epoch whose accuracy is above 0.6."""
    for _ in range(4):
        before = _rising(rng, 0.1, 0.55, int(rng.integers(1, 5)))
        values = [*before, float(rng.uniform(0.605, 0.7)), float(rng.uniform(0.7, 0.99))]
        answer = _drive(submission, "myCallback", _epochs("accuracy", values))
        # A stop too early is the next check's business.
        if answer["stopped"] is None or answer["stopped"] > len(before):
            cause, mistake = _explain_no_stop(submission, answer, "myCallback", TARGET)
            raise Wrong(
                f"{cause} ({_curve('accuracy', values)})",
                expected=_after(len(before)),
                received=_after(answer["stopped"]),
                mistake=mistake,
            )


def test_keeps_training_below(submission: SubmissionProxy, rng: np.random.Generator) -> None:
    """`myCallback` lets training go on while accuracy is 0.6 or less."""
    for values in (_rising(rng, 0.05, 0.595, 6), [0.3, TARGET, TARGET]):
        stopped = _drive(submission, "myCallback", _epochs("accuracy", values))["stopped"]
        if stopped is None:
            continue
        if values[stopped] == TARGET:
            cause, mistake = (
                "At exactly 0.6 the target is not yet passed: use > and not >=.",
                "inclusive_comparison",
            )
        else:
            found = submission.probe("threshold", name="myCallback")
            told = (
                f"Your callback stops at {found:.4g}"
                if isinstance(found, float)
                else "Your callback always stops"
            )
            cause, mistake = f"{told}, but the task asks for above {TARGET}.", "other_threshold"
        raise Wrong(
            f"{cause} ({_curve('accuracy', values)})",
            expected="no stop",
            received=_after(stopped),
            mistake=mistake,
        )


def test_stops_real_training(submission: SubmissionProxy, rng: np.random.Generator) -> None:
    """An instance of `myCallback` stops a real `model.fit` at the right epoch."""
    before = [float(value) for value in rng.uniform(0.35, 0.58, int(rng.integers(2, 5)))]
    values = [*before, float(rng.uniform(0.61, 0.7)), 0.8, 0.9]
    epochs = submission.probe("train_with_callback", name="myCallback", accuracies=values)
    if type(epochs) is not int or epochs != len(before) + 1:
        raise Wrong(
            f"Training should have ended with the first epoch above {TARGET}. ({_curve('accuracy', values)})",
            expected=_after(len(before)),
            received=f"{epochs} epochs",
            mistake="wrong_stop_in_fit",
        )


# --- StopAtTarget


@dataclass(frozen=True)
class _Question:
    """One drive of ``StopAtTarget``.

    Args:
        metric: the metric that takes ``values``, one an epoch.
        values: its values.
        stop: the epoch after which training must stop, or None.
        made_with: the constructor's arguments.
    """

    metric: str
    values: list[float]
    stop: int | None
    made_with: Sequence[Any] | Mapping[str, Any] = ()

    @property
    def text(self) -> str:
        """The question as the learner would write it."""
        if isinstance(self.made_with, Mapping):
            arguments = ", ".join(f"{key}={value!r}" for key, value in self.made_with.items())
        else:
            arguments = ", ".join(map(repr, self.made_with))
        return f"StopAtTarget({arguments}); {_curve(self.metric, self.values)}"


def _expect_stop(submission: SubmissionProxy, question: _Question, cause: str, mistake: str) -> None:
    answer = _drive(submission, "StopAtTarget", _epochs(question.metric, question.values), question.made_with)
    if answer["stopped"] == question.stop:
        return
    if answer["on_self"]:
        cause, mistake = _explain_no_stop(submission, answer, "StopAtTarget", 0.95)
    raise Wrong(
        f"{cause} ({question.text})",
        expected=_after(question.stop),
        received=_after(answer["stopped"]),
        mistake=mistake,
    )


def test_target_default(submission: SubmissionProxy, rng: np.random.Generator) -> None:
    """`StopAtTarget()` stops once accuracy reaches 0.95."""
    submission.require("StopAtTarget", "class")
    before = _rising(rng, 0.2, 0.94, 3)
    above = _Question("accuracy", [*before, float(rng.uniform(0.955, 0.985)), 0.995], 3)
    exact = _Question("accuracy", [*before, 0.95, 0.96], 3)
    below = _Question("accuracy", before, None)
    _expect_stop(
        submission, above, "With the defaults the metric is accuracy and the target 0.95.", "default_target"
    )
    _expect_stop(
        submission,
        exact,
        "Reaching the target counts: at exactly 0.95 training stops, so compare with >=.",
        "exclusive_comparison",
    )
    _expect_stop(submission, below, "Below the target, training must go on.", "stops_too_early")


def test_target_configurable(submission: SubmissionProxy, rng: np.random.Generator) -> None:
    """`StopAtTarget(metric, target)` obeys any metric and any target."""
    names = rng.permutation(["val_accuracy", "precision", "recall", "auc", "top_3", "f1"])[:3]
    for number, name in enumerate(str(name) for name in names):
        target = float(np.round(rng.uniform(0.3, 0.9), 3))
        below = _rising(rng, 0.05, target - 0.02, 2)
        made_with = {"metric": name, "target": target} if number else (name, target)
        _expect_stop(
            submission,
            _Question(name, [*below, target + 0.01, target + 0.05], 2, made_with),
            f"The metric to watch was {name!r} and the target {target}: use self.metric and self.target.",
            "ignores_arguments",
        )
        _expect_stop(
            submission,
            _Question(name, below, None, made_with),
            f"{name!r} stayed below {target}, so training must go on; other metrics do not count.",
            "ignores_arguments",
        )


def test_target_loss(submission: SubmissionProxy, rng: np.random.Generator) -> None:
    """For a loss, lower is better: `StopAtTarget` stops once it is at or below the target."""
    cause = "A loss gets better as it falls: for names with 'loss' stop at or below the target, not above it."
    for name in ("loss", "val_loss"):
        target = float(np.round(rng.uniform(0.2, 0.5), 3))
        falling = sorted(_rising(rng, target + 0.05, 2.0, 3), reverse=True)
        made_with = {"metric": name, "target": target}
        for values, stop in (([*falling, target - 0.02, 0.01], 3), ([*falling, target], 3), (falling, None)):
            _expect_stop(submission, _Question(name, values, stop, made_with), cause, "loss_direction")


def test_target_missing_metric(submission: SubmissionProxy, rng: np.random.Generator) -> None:
    """A metric that `logs` lacks gives a warning that names those it has, and no stop."""
    missing, present = (str(name) for name in rng.permutation(["val_auc", "precision", "top_5", "hinge"])[:2])
    logs = [{"accuracy": 0.9, "loss": 0.3, present: 0.8}] * 2
    answer = _drive(submission, "StopAtTarget", logs, {"metric": missing, "target": 0.5})
    said = answer["text"].strip()
    if answer["stopped"] is not None:
        raise Wrong(
            f"{missing!r} is not in logs, so there is nothing that could have reached the target.",
            expected="no stop",
            received=_after(answer["stopped"]),
            mistake="missing_metric_stops",
        )
    if any(name not in said for name in logs[0]):
        lack = "The warning does not name every metric in logs." if said else "There was no warning."
        raise Wrong(
            f"{lack} A reader who mistyped a name wants to see which names there are.",
            expected=f"a warning that names {', '.join(logs[0])}",
            received=said or "nothing",
            mistake="missing_metric_unnamed" if said else "missing_metric_silent",
        )


# --- train_mnist


def _easy_pictures(rng: np.random.Generator, count: int) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """Return pictures (count, 28, 28) in [0, 1] that any sound classifier learns, and labels (count,)."""
    return _pictures_like(_prototypes(rng), rng, count)


def _prototypes(rng: np.random.Generator) -> NDArray[np.float32]:
    """Return ten coarse random patterns, (10, 28, 28): each block of 7x7 pixels is dark or bright."""
    coarse = rng.random((10, 4, 4)) < 0.5
    coarse[np.arange(10), np.arange(10) % 4, np.arange(10) // 4] ^= True
    return np.kron(coarse, np.ones((7, 7))).astype(np.float32)


def _pictures_like(
    prototypes: NDArray[np.float32], rng: np.random.Generator, count: int
) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    labels = rng.permutation(np.arange(count) % 10)
    noisy = 0.15 + 0.55 * prototypes[labels] + rng.normal(0.0, 0.15, (count, 28, 28))
    return np.clip(noisy, 0.0, 1.0).astype(np.float32), labels.astype(np.int64)


def _numbers(value: Any) -> list[float]:
    if not isinstance(value, list) or not all(type(one) is float for one in value):
        return []
    return list(value[:MAX_EPOCHS_RECORDED])


def _train(
    submission: SubmissionProxy, x: NDArray[Any], y: NDArray[Any], script: Sequence[float] = ()
) -> dict[str, Any]:
    answer = submission.probe("train", x=x, y=y, script=list(script))
    return answer if isinstance(answer, dict) else {}


def _train_for_real(
    submission: SubmissionProxy, rng: np.random.Generator
) -> tuple[NDArray[np.float32], dict[str, Any]]:
    """Train once for all checks; return the patterns that the pictures show, (10, 28, 28), and what was reported."""

    def train() -> tuple[NDArray[np.float32], dict[str, Any]]:
        prototypes = _prototypes(rng)
        return prototypes, _train(submission, *_pictures_like(prototypes, rng, TRAINING_PICTURES))

    return submission.once("training", train)


def _train_by_script(submission: SubmissionProxy, rng: np.random.Generator, script: Sequence[float]) -> int:
    """Train on a few pictures while callbacks are told the accuracies of ``script``; return the epochs trained.

    What a real training reports of itself could be written down beforehand; what it makes of this could not.
    """
    report = _train(submission, *_easy_pictures(rng, 32), script)
    epochs, told = report.get("epochs"), _numbers(report.get("accuracies"))
    told_then = [*script, *[script[-1]] * MAX_EPOCHS_RECORDED][: len(told)]
    agree = not told or np.allclose(told, told_then, rtol=0.0, atol=1e-6)
    if not isinstance(epochs, int) or not 0 < epochs <= MAX_EPOCHS_RECORDED or not agree:
        raise Wrong(
            "The training does not report the accuracies that model.fit recorded.",
            expected=_curve("accuracy", list(script)),
            received=_curve("accuracy", told) if told else "no training",
        )
    return epochs


def _names(value: Any) -> str:
    """Return a list of names as text."""
    return (", ".join(map(str, value)) if isinstance(value, list) else "") or "no metrics"


def _accuracies(report: dict[str, Any]) -> list[float]:
    values = report.get("accuracies")
    if values is None:
        raise Wrong(
            "model.fit recorded no accuracy: compile the model with metrics=['accuracy'].",
            expected="accuracy among the metrics",
            received=_names(report.get("metrics")),
            mistake="no_accuracy_metric",
        )
    return _numbers(values)


def test_trains_a_classifier(
    submission: SubmissionProxy, rng: np.random.Generator, evaluator: Evaluator
) -> None:
    """`train_mnist` trains a model that recognises pictures it has never seen."""
    submission.require("train_mnist", "function")
    prototypes, report = _train_for_real(submission, rng)
    returned = report.get("returned")
    kind = str(returned.get("kind")) if isinstance(returned, dict) else "none"
    fits = report.get("fits")
    if not isinstance(fits, int) or fits < 1:
        raise Wrong(
            "train_mnist never called model.fit.",
            expected="a fitted model",
            received="no training",
            mistake="no_fit",
        )
    if kind not in ("history", "model", "pair"):
        raise Wrong(
            "train_mnist must return its result, not print it: end with return history.",
            expected="a History, the model, or the pair (epochs, accuracy)",
            received=None if kind == "none" else kind,
            mistake="returns_nothing",
        )
    model = read_model(report.get("model"))
    x_test, y_test = _pictures_like(prototypes, rng, 300)
    outputs = evaluator.predict(model, x_test)
    if outputs.ndim != 2 or outputs.shape[1] < 10:
        raise Wrong(
            "The last layer needs one unit for each of the ten classes.",
            expected="outputs of shape (n, 10)",
            received=f"outputs of shape {outputs.shape}",
            mistake="units_do_not_match_classes",
        )
    reached = accuracy(outputs, y_test)
    if reached < 0.9:
        _explain_poor_accuracy(report, reached)


def _explain_poor_accuracy(report: dict[str, Any], reached: float) -> None:
    """Fail with the likeliest cause of a model that learnt an easy task badly."""
    curve = _numbers(report.get("accuracies"))
    wide = f"; {_curve('training accuracy', curve)}" if curve else ""
    causes = (
        "The pictures come already scaled to 0 to 1: do not divide by 255 again. "
        "If you do not, look at the learning rate, the loss and the last layer's activation (softmax)."
    )
    few = [value for value in _numbers(report.get("thresholds")) if value < 0.9]
    if few:
        causes = (
            f"Your callback stops at {few[0]:.4g}, but the task asks for above {TRAINING_TARGET}: "
            "training ended before the model was good."
        )
    raise Wrong(
        f"On easy pictures that it had not seen, the trained model was right too seldom. {causes}{wide}",
        expected="an accuracy of at least 0.9 on new pictures",
        received=f"{reached:.3f}",
        mistake="other_threshold" if few else "learns_too_little",
    )


def _layers(report: dict[str, Any]) -> list[str]:
    """Return the class names of a Sequential model's layers, from first to last."""
    config = json.loads(read_model(report.get("model")).config)["config"]
    layers = config.get("layers") if isinstance(config, dict) else None
    return [str(layer.get("class_name")) for layer in layers or [] if isinstance(layer, dict)]


def test_stops_above_99(submission: SubmissionProxy, rng: np.random.Generator) -> None:
    """`train_mnist` stops after the first epoch whose accuracy is above 0.99."""
    _, report = _train_for_real(submission, rng)
    values = _accuracies(report)
    above = [epoch for epoch, value in enumerate(values) if value > TRAINING_TARGET]
    # Accuracy may jump from 0.94 to 1.0, where 0.95 and 0.99 stop alike: look at the callbacks' own thresholds too.
    other = [value for value in _numbers(report.get("thresholds")) if abs(value - TRAINING_TARGET) > 1e-3]
    if above and above[0] == len(values) - 1 and not other:
        _expect_stops_by_script(submission, rng)
        return
    if other:
        unit = " (logs hold fractions from 0 to 1, not per cent)" if other[0] > 1 else ""
        cause = f"Your callback stops at {other[0]:.4g}, but the task asks for above {TRAINING_TARGET}{unit}."
        mistake = "threshold_in_percent" if other[0] > 1 else "other_threshold"
    elif above and not report.get("callbacks"):
        cause, mistake = "No callback was passed to model.fit: use callbacks=[...].", "no_callback_passed"
    elif above:
        cause, mistake = "Training went on although the target was passed.", "never_stops"
    elif _layers(report)[-1:] == ["Dropout"]:
        cause, mistake = (
            "Dropout stands after the output layer, where it throws away whole answers: put it before the last Dense.",
            "dropout_after_output",
        )
    else:
        cause, mistake = (
            "Accuracy never passed 0.99 on easy pictures: train for up to 10 epochs.",
            "too_few_epochs",
        )
    raise Wrong(
        f"{cause} ({_curve('accuracy', values)})",
        expected=_after(above[0]) if above else f"an accuracy above {TRAINING_TARGET}",
        received=f"{len(values)} epochs, the last at {values[-1] if values else math.nan:.3f}",
        mistake=mistake,
    )


def _expect_stops_by_script(submission: SubmissionProxy, rng: np.random.Generator) -> None:
    """Fail unless training ends after the epoch that is told to be the first above 99 %, wherever that is."""
    for before in rng.permutation([0, 1, 2])[:2]:
        script = [*rng.uniform(0.3, 0.985, before), rng.uniform(0.9905, 0.999), 1.0, 1.0, 1.0, 1.0]
        script = [float(value) for value in script]
        epochs = _train_by_script(submission, rng, script)
        if epochs != before + 1:
            raise Wrong(
                f"Training must end after the first epoch above {TRAINING_TARGET}, whichever that is. "
                f"({_curve('accuracy', script)})",
                expected=_after(int(before)),
                received=f"{epochs} epochs",
                mistake="never_stops" if epochs > before + 1 else "stops_too_early",
            )


def test_at_most_ten_epochs(submission: SubmissionProxy, rng: np.random.Generator) -> None:
    """`train_mnist` gives up after 10 epochs where 99 % cannot be reached."""
    epochs = _train_by_script(submission, rng, [float(value) for value in rng.uniform(0.3, 0.98, 16)])
    if epochs > MAX_EPOCHS:
        raise Wrong(
            "Training must end after 10 epochs even if the target is never reached.",
            expected="at most 10 epochs",
            received=f"{epochs} epochs",
            mistake="too_many_epochs",
        )
