"""A threshold, EarlyStopping, ModelCheckpoint and ReduceLROnPlateau beside no callback, on one seed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from dashboard.charts.callbacks import compared, learning_rates
from dashboard.charts.comparison import Curves, overlay_rows
from dashboard.components.address import Choice, Number
from dashboard.components.data_table import figure_with_table
from dashboard.components.results_source import artifacts_of
from dashboard.components.waited_runs import kept_runs, submit_runs, wait_for
from dashboard.experiments.artifacts import ArtifactError
from dashboard.experiments.config import MONITORS, TrainingConfig
from dashboard.experiments.run import Run
from dashboard.experiments.runs import RunStoreError
from dashboard.experiments.stopping import NAMES, callback_rows, kept_epoch, kind

PARAMETER = "compared"


def callback_comparison(key: str, base: TrainingConfig) -> list[TrainingConfig]:
    """Draw the settings, the button, and once all have trained their curves and the table.

    Args:
        key: unique on the page.
        base: the settings that all runs share; those of callbacks are left out.

    Returns:
        The settings of the five runs, in the order of ``NAMES``.
    """
    configs = _configs(base)
    runs = kept_runs(PARAMETER, most=len(NAMES))
    st.button(
        "Train all five",
        type="primary",
        icon=":material/compare_arrows:",
        key=f"{key}-train-five",
        disabled=any(not run.state.final for run in runs),
        help="The same pictures, seed and settings; only the callback differs.",
        on_click=submit_runs,
        args=(PARAMETER, configs),
    )
    if wait_for(PARAMETER, runs) and any(run.epochs_done for run in runs):
        if [run.config for run in runs] != configs:
            st.caption("Settings have changed since these runs. Press Train all five to see the difference.")
        _results(key, [run for run in runs if run.epochs_done])
    return configs


def _configs(base: TrainingConfig) -> list[TrainingConfig]:
    with st.container(horizontal=True, gap="medium"):
        epochs = _number("compare_epochs", 100, 2, 500, "Epochs at most")
        target = _number("compare_target", 0.9, 0.5, 1.0, "Threshold: accuracy above", step=0.01)
        monitor = _monitor()
        patience = _number("compare_patience", 5, 0, 100, "patience")
        min_delta = _number("compare_min_delta", 0.0, 0.0, 1.0, "min_delta", step=0.001)
        factor = _number("compare_factor", 0.5, 0.01, 0.99, "factor", step=0.05)
    restore = Choice("compare_restore", "yes", words=("yes", "no"))
    restores = restore.keep(
        st.radio(
            "restore_best_weights", ("yes", "no"), horizontal=True, format_func=_truth, **restore.options()
        )
    )
    shared = replace(base, epochs=int(epochs), stop_at_accuracy=None, hooks="off", callback="none")
    keras_own = [
        replace(
            shared,
            callback=name,
            monitor=monitor,
            patience=int(patience),
            min_delta=min_delta,
            factor=factor,
            restore_best_weights=restores == "yes",
        )
        for name in NAMES
        if name not in ("none", "threshold")
    ]
    return [shared, replace(shared, stop_at_accuracy=target), *keras_own]


def _number(parameter: str, default: float, low: float, high: float, label: str, step: float = 1) -> float:
    kept = Number(parameter, default, low=low, high=high)
    same = type(default)
    shape = "%d" if isinstance(default, int) else "%.3g"
    value: float = kept.keep(
        st.number_input(
            label, same(low), same(high), step=same(step), format=shape, width=170, **kept.options()
        )
    )
    return value


def _monitor() -> str:
    kept = Choice("compare_monitor", "val_loss", words=MONITORS)
    value: str = kept.keep(st.selectbox("monitor", MONITORS, width=170, **kept.options()))
    return value


def _truth(word: str) -> str:
    return str(word == "yes")


def _results(key: str, runs: Sequence[Run]) -> None:
    kept = Choice("compare_show", "loss", words=("loss", "accuracy"))
    metric = kept.keep(
        st.radio("Show of the validation pictures", ("loss", "accuracy"), horizontal=True, **kept.options())
    )
    curves = [Curves(NAMES[kind(run.config)], run.history) for run in runs]
    ends = [f"{each.name} {run.epochs_done}" for each, run in zip(curves, runs, strict=True)]
    summary = (
        f"Epochs trained: {', '.join(ends)}. A star marks the epoch whose weights are kept. One seed: until a callback "
        "acts, the lines lie on each other, and so do stars of the same epoch."
    )
    figure = compared(curves, [kept_epoch(run) for run in runs], metric, "validation")
    figure_with_table(figure, summary, overlay_rows(curves, metric, "validation"), f"{key}-curves")
    rows = callback_rows(runs, {run.id: _test_accuracy(run) for run in runs})
    st.table({name: [row[name] for row in rows] for name in rows[0]}, hide_index=True, alt=summary)
    for run in runs:
        rates = run.history.get("learning_rate")
        if rates:
            changes = len(set(rates)) - 1
            figure_with_table(
                learning_rates(rates),
                f"ReduceLROnPlateau lowered the learning rate {changes} times, from {rates[0]:.3g} to {rates[-1]:.3g}.",
                [
                    {"epoch": str(place), "learning rate": f"{rate:.3g}"}
                    for place, rate in enumerate(rates, 1)
                ],
                f"{key}-rates",
            )


def _test_accuracy(run: Run) -> float | None:
    """Return that of the weights that are kept: of a checkpoint, those in its file."""
    try:
        files = artifacts_of(run)
        kept = files.checkpoint if "checkpoint" in run.artifacts else files.summary
    except (ArtifactError, RunStoreError):
        return None
    return kept.test_accuracy
