"""Sentences that say what a chart shows, for those who do not see it and for those who want it in words."""

import math
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

__all__ = ["confusion_summary", "curve_summary"]

_NAMES = {
    "loss": "training loss",
    "val_loss": "validation loss",
    "accuracy": "training accuracy",
    "val_accuracy": "validation accuracy",
}
_BEFORE_FIRST_EPOCH = {
    "idle": "Nothing has been trained yet.",
    "queued": "The run waits for its turn; nothing has been trained yet.",
    "starting": "The worker is getting ready; the first epoch comes next.",
    "running": "The first epoch is being trained.",
    "stopping": "The run is being stopped before the end of its first epoch.",
    "stopped": "The run was stopped before the end of its first epoch.",
    "failed": "The run failed before the end of its first epoch.",
}


def curve_summary(
    history: Mapping[str, Sequence[float]],
    *,
    total_epochs: int,
    state: str = "finished",
    stopped_epoch: int | None = None,
    stop_reason: str = "",
) -> str:
    """Say where the curves of a run stand.

    Args:
        history: Values of ``loss``, ``val_loss``, ``accuracy`` and ``val_accuracy`` after each epoch; any may
            be missing. Accuracies are fractions, 0 to 1.
        total_epochs: Epochs asked for.
        state: The run's state: ``"idle"`` (no run yet), ``"queued"``, ``"starting"``, ``"running"``,
            ``"stopping"``, ``"stopped"``, ``"finished"`` or ``"failed"``.
        stopped_epoch: The epoch, counted from 1, after which the run ended early.
        stop_reason: Why it did, as the end of a sentence.

    Returns:
        One or a few plain sentences: where the run is, the newest values, the gap between training and
        validation, why it stopped, and where a value stopped being a number.
    """
    finished = max((len(history[name]) for name in _NAMES if name in history), default=0)
    if finished == 0:
        return _BEFORE_FIRST_EPOCH.get(state, "No epoch was finished.")
    newest = {name: history[name][-1] for name in _NAMES if history.get(name)}
    phrases = [_pair(newest, "loss", "val_loss"), _pair(newest, "accuracy", "val_accuracy")]
    body = "; ".join(phrase for phrase in phrases if phrase)
    sentences = [f"{_where(finished, total_epochs, state)}: {body}{_gap(newest)}."]
    if stopped_epoch is not None:
        because = f": {stop_reason.strip().rstrip('.')}" if stop_reason.strip() else ""
        sentences.append(f"Training stopped at epoch {stopped_epoch} of {total_epochs}{because}.")
    elif state == "failed":
        sentences.append("The run failed before its last epoch.")
    sentences.extend(_not_numbers(history))
    return " ".join(sentences)


def _where(finished: int, total_epochs: int, state: str) -> str:
    if state in ("running", "stopping", "starting", "queued"):
        return f"Epoch {finished} of {total_epochs}"
    return f"After {finished} epoch{'' if finished == 1 else 's'}"


def _pair(newest: Mapping[str, float], train: str, validation: str) -> str:
    return " and ".join(
        f"{_NAMES[name]} {_value(name, newest[name])}" for name in (train, validation) if name in newest
    )


def _value(name: str, value: float) -> str:
    if not math.isfinite(value):
        return str(float(value))
    if name.endswith("accuracy"):
        return f"{value * 100:.1f} %"
    return f"{value:.3f}" if value == 0 or 0.001 <= abs(value) < 10_000 else f"{value:.1e}"


def _gap(newest: Mapping[str, float]) -> str:
    if "accuracy" not in newest or "val_accuracy" not in newest:
        return ""
    points = (newest["accuracy"] - newest["val_accuracy"]) * 100
    if not math.isfinite(points):
        return ""
    if abs(points) < 0.05:
        return ", without a gap"
    ahead = "" if points > 0 else ", with validation ahead"
    return f", a gap of {abs(points):.1f} points{ahead}"


def _not_numbers(history: Mapping[str, Sequence[float]]) -> list[str]:
    sentences = []
    for name, words in _NAMES.items():
        for index, value in enumerate(history.get(name, ())):
            if not math.isfinite(value):
                sentences.append(f"The {words} became {float(value)} at epoch {index + 1}.")
                break
    return sentences


def confusion_summary(counts: NDArray[np.integer], class_names: Sequence[str]) -> str:
    """Say how many pictures a confusion matrix gets right, and the confusion seen most often.

    Args:
        counts: Pictures of each true class (rows) given each class (columns), shape ``(classes, classes)``.
        class_names: The classes' names, in the order of the rows.

    Returns:
        One or two sentences.
    """
    counts = np.asarray(counts)
    total, right = int(counts.sum()), int(np.trace(counts))
    if total == 0:
        return "The confusion matrix holds no picture."
    sentence = f"{right:,} of {total:,} pictures are right ({right / total * 100:.1f} %)."
    wrong = counts - np.diag(np.diag(counts))
    if wrong.max() == 0:
        return sentence
    true, predicted = divmod(int(wrong.argmax()), wrong.shape[1])
    return (
        f"{sentence} The most frequent mistake: {class_names[true]} taken for {class_names[predicted]}, "
        f"{int(wrong.max()):,} of {int(counts[true].sum()):,} times."
    )
