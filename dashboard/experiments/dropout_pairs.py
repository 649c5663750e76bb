"""The same training without and with dropout, on several seeds: the settings, and what came of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from dashboard.experiments.choices import SEED
from dashboard.experiments.config import TrainingConfig
from dashboard.experiments.dropout_steps import STANDARD_RATE
from dashboard.experiments.run import Run
from dashboard.experiments.stopping import gap_points
from dashboard.experiments.wording import percent, shown

SEEDS = 4
_LEVEL = 0.5  # points; means closer than this are called level


@dataclass(frozen=True)
class SeedPair:
    """Two trainings from one seed.

    Args:
        without: the run without dropout.
        dropped: the run with it.
    """

    without: Run
    dropped: Run


def pair_configs(base: TrainingConfig) -> tuple[TrainingConfig, ...]:
    """Return the settings without and with dropout for each seed: the base's own and those that follow it.

    Args:
        base: the settings that all share; callbacks are left out. A rate of 0 counts as ``STANDARD_RATE`` here.
    """
    shared = replace(base, stop_at_accuracy=None, callback="none", hooks="off")
    first = min(base.seed, int(SEED.high) - SEEDS)
    return tuple(
        replace(shared, seed=seed, dropout=rate)
        for seed in range(first, first + SEEDS)
        for rate in (0.0, base.dropout or STANDARD_RATE)
    )


def paired(runs: Sequence[Run]) -> tuple[SeedPair, ...]:
    """Return the runs two by two, by their seeds; a run that has no epoch or no partner is left out."""
    usable = [run for run in runs if run.state.final and run.epochs_done and run.history.get("val_accuracy")]
    plain = {run.config.seed: run for run in usable if run.config.dropout == 0}
    return tuple(
        SeedPair(plain[run.config.seed], run)
        for run in usable
        if run.config.dropout > 0 and run.config.seed in plain
    )


def pair_rows(
    pairs: Sequence[SeedPair], switched_off: Mapping[str, float | None], test: Mapping[str, float | None]
) -> list[dict[str, str]]:
    """Return a row a run, for a table.

    Args:
        pairs: the runs.
        switched_off: accuracy on training pictures with dropout switched off, by run id.
        test: accuracy on the test pictures, by run id.
    """
    return [
        {
            "seed": str(run.config.seed),
            "dropout": shown(run.config.dropout) if run.config.dropout else "none",
            "training": percent(run.history["accuracy"][-1]),
            "training, dropout off": percent(switched_off.get(run.id)),
            "validation": percent(run.history["val_accuracy"][-1]),
            "gap (points)": f"{gap_points(run, run.epochs_done):.1f}",
            "validation loss": f"{run.history['val_loss'][-1]:.2f}",
            "test": percent(test.get(run.id)),
        }
        for pair in pairs
        for run in (pair.without, pair.dropped)
    ]


def gap_outcome(pairs: Sequence[SeedPair]) -> str | None:
    """Return in a few sentences what dropout did to the gap, on average; None without a pair."""
    if not pairs:
        return None
    without = [pair.without for pair in pairs]
    dropped = [pair.dropped for pair in pairs]
    rate = shown(dropped[0].config.dropout)
    return (
        f"Without dropout: {_figures(without)}. With a rate of {rate}: {_figures(dropped)}. "
        f"{_change(without, dropped)} "
        f"Mean of {len(pairs)} seed{'s' if len(pairs) > 1 else ''}."
    )


def _figures(runs: Sequence[Run]) -> str:
    return (
        f"training {percent(_mean(runs, 'accuracy'))}, validation {percent(_mean(runs, 'val_accuracy'))}, "
        f"a gap of {(_mean(runs, 'accuracy') - _mean(runs, 'val_accuracy')) * 100:.1f} points"
    )


def _change(without: Sequence[Run], dropped: Sequence[Run]) -> str:
    moved = [
        f"{word} {_moved((_mean(dropped, name) - _mean(without, name)) * 100)}"
        for word, name in (("training", "accuracy"), ("validation", "val_accuracy"))
    ]
    return f"So {moved[0]}, {moved[1]}."


def _moved(points: float) -> str:
    if abs(points) < _LEVEL:
        return "stayed level"
    return f"{'rose' if points > 0 else 'fell'} by {abs(points):.1f} points"


def _mean(runs: Sequence[Run], name: str) -> float:
    return sum(run.history[name][-1] for run in runs) / len(runs)
