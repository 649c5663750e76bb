"""What Keras' callbacks do with a curve: where EarlyStopping stops, which epoch is the best, what is kept.

The same rules as ``keras.callbacks``, without Keras, for a process that must not import it; a test compares the two.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dashboard.experiments.config import TrainingConfig
from dashboard.experiments.run import Run
from dashboard.experiments.wording import figure, percent

NAMES = {
    "none": "No callback",
    "threshold": "Threshold",
    "early_stopping": "EarlyStopping",
    "model_checkpoint": "ModelCheckpoint",
    "reduce_lr": "ReduceLROnPlateau",
}


@dataclass(frozen=True)
class Stop:
    """What EarlyStopping makes of a curve; epochs count from 1.

    Args:
        best: the epoch with the best value.
        after: the epoch after which training stops, or None if it goes on to the end.
    """

    best: int
    after: int | None


def early_stop(values: Sequence[float], monitor: str, patience: int, min_delta: float = 0.0) -> Stop:
    """Return where ``keras.callbacks.EarlyStopping`` stops and which epoch it holds for the best.

    Args:
        values: the monitored figure, one an epoch; at least one.
        monitor: its name; losses are to fall, accuracies to rise.
        patience: epochs without improvement that it waits for.
        min_delta: by how much better than the best a value must be to count.

    Raises:
        ValueError: if there are no values.
    """
    if not values:
        raise ValueError("Expected the values of at least one epoch. Received none.")
    best, at, wait = values[0], 0, 0
    for epoch, value in enumerate(values[1:], 1):
        wait += 1
        if improves(value, best, monitor, min_delta):
            best, at, wait = value, epoch, 0
        elif wait >= patience:
            return Stop(at + 1, epoch + 1)
    return Stop(at + 1, None)


def improves(value: float, best: float, monitor: str, min_delta: float) -> bool:
    """Return whether a value is better than the best by more than ``min_delta``; nan never is."""
    if monitor.endswith("loss"):
        return value + min_delta < best
    return value - min_delta > best


def kind(config: TrainingConfig) -> str:
    """Return which of :data:`NAMES` a run of the comparison is."""
    return config.callback if config.stop_at_accuracy is None else "threshold"


def kept_epoch(run: Run) -> int:
    """Return the epoch, from 1, whose weights are kept: the best where the callback sees to it, else the last."""
    config = run.config
    values = run.history.get(config.monitor, ())
    if not values:
        return run.epochs_done
    if config.callback == "early_stopping" and config.restore_best_weights:
        return early_stop(values, config.monitor, config.patience, config.min_delta).best
    if config.callback == "model_checkpoint":
        return early_stop(values, config.monitor, len(values)).best
    return run.epochs_done


def callback_rows(runs: Sequence[Run], test_accuracies: Mapping[str, float | None]) -> list[dict[str, str]]:
    """Return a row a run, for a table.

    Args:
        runs: the runs of a comparison.
        test_accuracies: by run id, that of the weights that are kept.
    """
    rows = []
    for run in runs:
        rates = run.history.get("learning_rate")
        kept = kept_epoch(run)
        best = kept != run.epochs_done or run.config.callback == "model_checkpoint"
        rows.append(
            {
                "callback": NAMES[kind(run.config)],
                "epochs trained": f"{run.epochs_done} of {run.config.epochs}",
                "weights kept": f"{'best' if best else 'last'}, epoch {kept}",
                "test accuracy of them": percent(test_accuracies.get(run.id)),
                "val_accuracy, last": percent(run.history.get("val_accuracy", [math.nan])[-1]),
                "learning rate at the end": f"{rates[-1] if rates else run.config.learning_rate:.3g}",
            }
        )
    return rows


def saved_sentence(run: Run, monitor: str, patience: int, min_delta: float) -> str:
    """Say what EarlyStopping would have saved of a run that went on.

    Args:
        run: a run with at least one epoch, and with the monitored figure.
        monitor: as in :func:`early_stop`.
        patience: as in :func:`early_stop`.
        min_delta: as in :func:`early_stop`.
    """
    values = run.history[monitor]
    stop = early_stop(values, monitor, patience, min_delta)
    best, last = values[stop.best - 1], values[-1]
    ends = (
        f"{monitor} was best after epoch {stop.best} ({figure(monitor, best)}); after epoch {len(values)} it is "
        f"{figure(monitor, last)}."
    )
    gaps = f"The gap was {_gap(run, stop.best)} at epoch {stop.best}, and is {_gap(run, len(values))} at the end."
    if stop.after is None:
        return f"{ends} EarlyStopping with patience {patience} would not have stopped this run. {gaps}"
    left = len(values) - stop.after
    share = left / len(values) * run.seconds
    return (
        f"{ends} EarlyStopping with patience {patience} would have stopped after epoch {stop.after}: {left} of "
        f"{len(values)} epochs saved, about {share:.1f} of {run.seconds:.1f} seconds. {gaps}"
    )


def gap_points(run: Run, epoch: int) -> float:
    """Return training minus validation accuracy after an epoch, from 1, in percentage points; nan without them."""
    training, validation = (run.history.get(name, ()) for name in ("accuracy", "val_accuracy"))
    if len(training) < epoch or len(validation) < epoch:
        return math.nan
    return (training[epoch - 1] - validation[epoch - 1]) * 100


def _gap(run: Run, epoch: int) -> str:
    return f"{gap_points(run, epoch):.1f} points"
