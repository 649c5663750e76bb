"""What a sweep showed, in words that are computed from its runs."""

from __future__ import annotations

import math
from collections.abc import Sequence

from dashboard.experiments.comparison import Reached, reached
from dashboard.experiments.run import Run, RunState
from dashboard.experiments.wording import figure, label, phrase

_ORDERED = ("units", "filters", "dropout", "learning_rate", "batch_size", "examples")
_SMALL_GAP_CHANGE = 0.5  # points; less than this is called the same
_Result = tuple[Run, Reached]


def sweep_conclusion(setting: str, runs: Sequence[Run]) -> str:
    """Return what a sweep showed, in one or a few sentences.

    Args:
        setting: the field that differs between the runs.
        runs: the runs, in the order of their values; those without a whole epoch are told apart.
    """
    judged = [(run, got) for run in runs if _counts(got := reached(run.history))]
    sentences = []
    if judged:
        main, gap = _main(setting, judged), _gap(setting, judged)
        sentences.append(f"{main}; {gap}." if gap else f"{main}.")
        sentences += _chance(setting, judged)
    sentences += [sentence for run in runs if (sentence := _caveat(setting, run))]
    return " ".join(sentences) or "No run of this sweep has finished an epoch yet."


def with_value(setting: str, run: Run) -> str:
    """Return the run's value in words, for example ``"dropout 0.2"``."""
    return phrase(setting, getattr(run.config, setting))


def _counts(got: Reached) -> bool:
    return got.last is not None and math.isfinite(got.last)


def _last(result: _Result) -> float:
    value = result[1].last
    assert value is not None  # _counts let it through
    return value


def _main(setting: str, judged: Sequence[_Result]) -> str:
    metric = judged[0][1].metric
    what = metric.replace("val_", "validation ")
    what = (what if what.startswith("validation") else f"training {what}").capitalize()
    lowest, highest = min(judged, key=_last), max(judged, key=_last)
    if len(judged) == 1:
        return f"{what} was {figure(metric, _last(highest))} with {with_value(setting, highest[0])}"
    low, high = figure(metric, _last(lowest)), figure(metric, _last(highest))
    if setting == "seed":
        spread = f", {(_last(highest) - _last(lowest)) * 100:.1f} points apart" if _in_shares(metric) else ""
        return (
            f"With {len(judged)} seeds {what.lower()} lay between {low} and {high}{spread}: "
            "only chance differed between these runs"
        )
    if low == high:
        return f"{what} was {low} with every value"
    one, other = (highest, lowest) if _in_shares(metric) else (lowest, highest)
    words = ("highest", "lowest") if _in_shares(metric) else ("lowest", "highest")
    return (
        f"{what} was {words[0]} with {with_value(setting, one[0])} ({figure(metric, _last(one))}) "
        f"and {words[1]} with {with_value(setting, other[0])} ({figure(metric, _last(other))})"
    )


def _gap(setting: str, judged: Sequence[_Result]) -> str:
    gaps = [(run, got.gap) for run, got in judged if got.gap is not None and math.isfinite(got.gap)]
    if len(gaps) < 2 or setting == "seed":
        return ""
    low, high = min(gap for _, gap in gaps), max(gap for _, gap in gaps)
    if high - low < _SMALL_GAP_CHANGE:
        return f"the gap stayed between {_points(low)} and {_points(high)}"
    if setting not in _ORDERED:
        (small, least), (large, most) = (sorted(gaps, key=lambda pair: pair[1])[place] for place in (0, -1))
        return (
            f"the gap was smallest with {with_value(setting, small)} ({_points(least)}) "
            f"and largest with {with_value(setting, large)} ({_points(most)})"
        )
    (first, before), (last, after) = gaps[0], gaps[-1]
    ends = f"{_points(before)} with {with_value(setting, first)} to {_points(after)} with {with_value(setting, last)}"
    if abs(after - before) < _SMALL_GAP_CHANGE:
        return f"the gap went from {ends}, with up to {_points(high)} between"
    return f"the gap {'grew' if after > before else 'shrank'} from {ends}"


def _points(gap: float) -> str:
    return f"{gap:.1f} points"


def _chance(setting: str, judged: Sequence[_Result]) -> list[str]:
    """Say so when the values are closer than the size of the validation set can tell."""
    values = [_last(result) for result in judged]
    if setting == "seed" or len(values) < 2 or judged[0][1].metric != "val_accuracy":
        return []
    examples = min(run.config.validation_examples for run, _ in judged)
    share = max(values)
    # The standard error of a difference between two shares of that many pictures.
    error = math.sqrt(2 * share * (1 - share) / max(examples, 1))
    if max(values) - min(values) > 2 * error:
        return []
    return [
        f"Values this close may differ by chance: {examples:,} validation pictures cannot tell them apart."
    ]


def _caveat(setting: str, run: Run) -> str:
    name = f"The run with {with_value(setting, run)}"
    losses = run.history.get("loss", ())
    for epoch, value in enumerate(losses, 1):
        if not math.isfinite(value):
            return f"{name} diverged: its loss was no longer a number in epoch {epoch}."
    if run.state is RunState.FAILED:
        return f"{name} failed after {_epochs(run)}."
    if run.state is RunState.STOPPED:
        return f"{name} was stopped after {_epochs(run)}."
    return ""


def _epochs(run: Run) -> str:
    return f"{run.epochs_done} of {run.config.epochs} epochs"


def _in_shares(metric: str) -> bool:
    return metric.endswith("accuracy")


def in_order(setting: str, runs: Sequence[Run]) -> list[Run]:
    """Return the runs with their values in rising order; optimizers stay as they come."""
    if setting not in _ORDERED:
        return list(runs)
    return sorted(runs, key=lambda run: getattr(run.config, setting))


def sweep_rows(setting: str, runs: Sequence[Run]) -> list[dict[str, str]]:
    """Return a row a value: what it reached, in words."""
    results = [(run, reached(run.history)) for run in runs]
    metric = next((got.metric for _, got in results if got.last is not None), "val_accuracy")
    word = metric.replace("val_", "validation ")
    return [
        {
            label(setting): with_value(setting, run),
            f"{word}, last epoch": _or_dash(metric, got.last),
            f"{word}, best": _best(metric, got),
            "training": _or_dash(metric, got.training),
            "gap": "–" if got.gap is None else _points(got.gap),
            "epochs": f"{run.epochs_done} of {run.config.epochs}",
            "state": run.state.value,
        }
        for run, got in results
    ]


def _best(metric: str, got: Reached) -> str:
    return "–" if got.best is None else f"{figure(metric, got.best)} at epoch {got.best_epoch}"


def _or_dash(metric: str, value: float | None) -> str:
    return "–" if value is None else figure(metric, value)
