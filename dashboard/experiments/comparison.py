"""Runs side by side: what differs between their settings, what each reached, and all curves as one table."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from itertools import groupby

from dashboard.experiments.config import TrainingConfig
from dashboard.experiments.run import Run
from dashboard.experiments.wording import figure, label, listed, shown

METRICS = ("loss", "accuracy", "val_loss", "val_accuracy")
# Curves closer than this are one curve on the screen: an axis from 0 to 1 has about 300 pixels.
SAME_CURVE = 0.001
# What starts a formula in a spreadsheet, full-width forms included.
_FORMULA_STARTS = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")


@dataclass(frozen=True)
class Compared:
    """A run among others.

    Args:
        name: what it is called; no two in a comparison share a name.
        run: its settings and history.
        test_accuracy: share of the test pictures named correctly, 0 to 1; None where it is not known.
    """

    name: str
    run: Run
    test_accuracy: float | None = None


@dataclass(frozen=True)
class Reached:
    """What a run reached.

    Args:
        metric: the figure it is judged by, by its Keras name: ``val_accuracy`` where there is one, else a loss.
        last: its value after the last epoch; None before the first.
        best: its best value: the highest accuracy or the lowest loss.
        best_epoch: the epoch of the best value, from 1.
        training: the same figure on the training examples, after the last epoch.
    """

    metric: str
    last: float | None = None
    best: float | None = None
    best_epoch: int | None = None
    training: float | None = None

    @property
    def gap(self) -> float | None:
        """Training minus validation accuracy, in points of a hundred; None without both."""
        if self.metric != "val_accuracy" or self.training is None or self.last is None:
            return None
        return (self.training - self.last) * 100


def reached(history: Mapping[str, Sequence[float]]) -> Reached:
    """Return what a run reached.

    Args:
        history: values by Keras' names, one an epoch.
    """
    metric = next((name for name in ("val_accuracy", "accuracy", "val_loss") if history.get(name)), "loss")
    values = history.get(metric, ())
    finite = [(value, -epoch) for epoch, value in enumerate(values, 1) if math.isfinite(value)]
    training = history.get(metric.removeprefix("val_"), ())
    best, minus_epoch = (
        (max(finite) if _higher_is_better(metric) else _lowest(finite)) if finite else (None, None)
    )
    return Reached(
        metric=metric,
        last=values[-1] if values else None,
        best=best,
        best_epoch=None if minus_epoch is None else -minus_epoch,
        training=training[-1] if training else None,
    )


def differing_fields(configs: Sequence[TrainingConfig]) -> tuple[str, ...]:
    """Return the settings that are not the same in all configs, in the order of ``TrainingConfig``."""
    counting = {name for config in configs for name in config.relevant_fields()}
    return tuple(
        field.name
        for field in fields(TrainingConfig)
        if field.name in counting and len({getattr(config, field.name) for config in configs}) > 1
    )


def comparison_rows(compared: Sequence[Compared]) -> list[dict[str, str | float | int | None]]:
    """Return a row a run: the settings that differ, and what it reached; accuracies in per cent."""
    differing = differing_fields([each.run.config for each in compared])
    with_accuracy = any(reached(each.run.history).metric == "val_accuracy" for each in compared)
    return [_row(each, differing, with_accuracy) for each in compared]


def _row(
    each: Compared, differing: Iterable[str], with_accuracy: bool
) -> dict[str, str | float | int | None]:
    got = reached(each.run.history)
    row: dict[str, str | float | int | None] = {"run": each.name}
    for field in differing:
        value = getattr(each.run.config, field)
        row[label(field)] = value if isinstance(value, int | float) else shown(value)
    if with_accuracy:
        judged = got.metric == "val_accuracy"
        row |= {
            "validation %": _hundred(got.last if judged else None),
            "best validation %": _hundred(got.best if judged else None),
            "best at epoch": got.best_epoch if judged else None,
            "training %": _hundred(got.training if judged else None),
            "gap (points)": got.gap,
            "test %": _hundred(each.test_accuracy),
        }
    else:
        row |= {"last loss": got.last, "lowest loss": got.best, "lowest at epoch": got.best_epoch}
    return row | {"epochs": each.run.epochs_done, "seconds": each.run.seconds}


def comparison_summary(compared: Sequence[Compared]) -> str:
    """Say in one sentence which run did best, by its best validation accuracy or else its lowest loss."""
    results = [(each.name, reached(each.run.history)) for each in compared]
    metrics = [got.metric for _, got in results if got.best is not None]
    if not metrics:
        return "No pinned run has finished an epoch yet."
    metric = min(metrics, key=("val_accuracy", "accuracy", "val_loss", "loss").index)
    judged = [(name, got) for name, got in results if got.metric == metric and got.best is not None]
    ranked = sorted(judged, key=lambda pair: pair[1].best or 0.0, reverse=_higher_is_better(metric))
    word = "highest" if _higher_is_better(metric) else "lowest"
    what = metric.replace("val_", "validation ")
    what = what if what.startswith("validation") else f"training {what}"
    top = _with_epoch(metric, *ranked[0])
    if len(ranked) == 1:
        return f"{top}: the {word} {what} of this run."
    bottom = _with_epoch(metric, *ranked[-1])
    return f"The {word} {what} of {len(ranked)} runs: {top}; the least good of them: {bottom}."


def _with_epoch(metric: str, name: str, got: Reached) -> str:
    return f"“{name}” with {figure(metric, got.best)} at epoch {got.best_epoch}"


def repeats(compared: Sequence[Compared]) -> list[str]:
    """Return a sentence for each group of runs with equal settings: whether their curves are the same."""
    by_config = sorted(compared, key=lambda each: repr(each.run.config))
    sentences = []
    for _, group in groupby(by_config, key=lambda each: each.run.config):
        same = list(group)
        if len(same) > 1:
            names = listed([f"“{each.name}”" for each in same])
            sentences.append(f"{names} have the same settings: {_how_close([each.run for each in same])}")
    return sentences


def _how_close(runs: Sequence[Run]) -> str:
    epochs = min(run.epochs_done for run in runs)
    if epochs == 0:
        return "there is no curve to compare yet."
    furthest = max(_distance(runs[0], other, epochs) for other in runs[1:])
    if furthest <= SAME_CURVE:
        if len({run.epochs_done for run in runs}) > 1:
            return (
                f"the curves lie on each other as far as both go, {epochs} epoch{'s' if epochs > 1 else ''}."
            )
        return "the curves lie on each other."
    return (
        f"yet the curves differ by up to {furthest:.2g}: something else changed, such as the app's version."
    )


def _distance(one: Run, other: Run, epochs: int) -> float:
    """Return the largest difference between two histories; nan against nan is none."""
    pairs = [
        pair
        for name in METRICS
        if name in one.history and name in other.history
        for pair in zip(one.history[name][:epochs], other.history[name][:epochs], strict=True)
    ]
    return max((_apart(a, b) for a, b in pairs), default=math.inf)


def _apart(a: float, b: float) -> float:
    if not (math.isfinite(a) and math.isfinite(b)):
        return 0.0 if str(a) == str(b) else math.inf
    return abs(a - b)


def curves_csv(compared: Sequence[Compared]) -> str:
    """Return every epoch of every run as CSV: run, name, settings, epoch, then its figures.

    Text that a spreadsheet would run as a formula gets an apostrophe before it.
    """
    settings = [field.name for field in fields(TrainingConfig)]
    metrics = sorted(
        {name for each in compared for name in each.run.history},
        key=lambda name: (METRICS.index(name) if name in METRICS else len(METRICS), name),
    )
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(["run", "name", *settings, "epoch", *metrics])
    for each in compared:
        relevant = each.run.config.relevant_fields()
        chosen = [getattr(each.run.config, name) if name in relevant else None for name in settings]
        for epoch in range(each.run.epochs_done):
            values = [_at(each.run.history.get(name, ()), epoch) for name in metrics]
            writer.writerow(map(_cell, [each.run.id, each.name, *chosen, epoch + 1, *values]))
    return out.getvalue()


def _cell(value: object) -> object:
    if isinstance(value, str) and value.startswith(_FORMULA_STARTS):
        return f"'{value}"
    return "" if value is None else value


def _at(values: Sequence[float], index: int) -> float | None:
    return values[index] if index < len(values) else None


def _hundred(share: float | None) -> float | None:
    return None if share is None else share * 100


def _higher_is_better(metric: str) -> bool:
    return metric.endswith("accuracy")


def _lowest(pairs: Sequence[tuple[float, int]]) -> tuple[float, int]:
    return min(pairs, key=lambda pair: (pair[0], -pair[1]))
