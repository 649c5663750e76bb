"""The same ConvNet four times on one seed: without augmentation, with it, with too much, and measured wrongly."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

import streamlit as st

from dashboard import server, streams
from dashboard.charts.small_multiples import Small
from dashboard.charts.summary import curve_summary
from dashboard.components import training_panel_settings as settings
from dashboard.components.augmentation_settings import chosen_augmentation
from dashboard.components.sweep_charts import sweep_charts
from dashboard.components.waited_runs import kept_runs, submit_runs, wait_for
from dashboard.experiments.artifacts import ArtifactError
from dashboard.experiments.augmentation import NONE, STRONG, augmentation_from_text
from dashboard.experiments.augmentation_effect import (
    LAST,
    NAMES,
    ending,
    four_configs,
    gap_in_words,
    spoiled_in_words,
)
from dashboard.experiments.config import ConfigError, TrainingConfig
from dashboard.experiments.run import Run
from dashboard.experiments.runs import RunStoreError
from dashboard.experiments.wording import percent

PARAMETER = "augmented"
_REDRAW_SECONDS = 1.0


def augmentation_runs(key: str) -> None:
    """Draw the button, the four curves while they grow, and the table once all have ended.

    Args:
        key: of the page's panel, whose settings must have been restored: all four share them.
    """
    runs = _runs()
    st.button(
        "Train all four",
        type="primary",
        icon=":material/compare_arrows:",
        key=f"{key}-train-four",
        disabled=any(not run.state.final for run in runs.values()),
        help="The same pictures, first weights, seed and settings; only the augmentation differs.",
        on_click=_start,
        args=(key,),
    )
    over = wait_for(PARAMETER, list(runs.values()))
    with st.container():
        if runs:
            st.fragment(_charts, run_every=None if over else _REDRAW_SECONDS)(key)
    if over and any(run.epochs_done for run in runs.values()):
        wanted = four_configs(_base(key), chosen_augmentation())
        if any(run.config != wanted[name] for name, run in runs.items()):
            st.caption("Settings have changed since these runs. Press Train all four to see the difference.")
        _table(runs)


def outcomes() -> tuple[str | None, str | None]:
    """Return what became of the gap, and of the validation set that was augmented too; None while it is not known."""
    ends = {name: run for name, run in _runs().items() if run.state.final and run.epochs_done}
    gap = spoiled = None
    if {"none", "chosen"} <= ends.keys():
        none, chosen = ending(ends["none"].history), ending(ends["chosen"].history)
        gap = gap_in_words(none, chosen) if none and chosen else None
    if {"strong", "spoiled"} <= ends.keys():
        spoiled = spoiled_in_words(ends["strong"].history, ends["spoiled"].history)
    return gap, spoiled


def _runs() -> dict[str, Run]:
    """Return the four runs that the address names, by the keys of ``NAMES``; those that are gone are left out."""
    found: dict[str, Run] = {}
    mine = [run for run in kept_runs(PARAMETER, most=len(NAMES)) if run.config.recipe == "scenes"]
    for run in mine:
        kind = _kind(run.config)
        found["chosen" if kind in found else kind] = run  # sliders may stand where another run has them
    return {name: found[name] for name in NAMES if name in found}


def _kind(config: TrainingConfig) -> str:
    if config.augments_validation:
        return "spoiled"
    return {NONE: "none", STRONG.to_text(): "strong"}.get(config.augmentation, "chosen")


def _base(key: str) -> TrainingConfig:
    """Return the settings as the panel's widgets have them now: the panel itself stands further down."""
    try:
        return settings.current(key)
    except ConfigError:  # told where the widgets are
        return settings.recall(key).config


def _start(key: str) -> None:
    chosen = chosen_augmentation()
    if not chosen.used:
        st.session_state[f"{PARAMETER}-problem"] = (
            "Nothing is switched on at the top of the page: move a slider there, or press Gentle, and train then."
        )
        return
    submit_runs(PARAMETER, list(four_configs(_base(key), chosen).values()))


def _charts(key: str) -> None:
    runs = _runs()
    training = [run.id for run in runs.values() if not run.state.final]
    sweep_charts(
        [_small(name, run) for name, run in runs.items()],
        metric="accuracy",
        epochs=max((run.config.epochs for run in runs.values()), default=1),
        stream=f"{streams.PATH}?{urlencode([('run', run_id) for run_id in training])}" if training else "",
        key=f"{key}-charts",
    )


def _small(name: str, run: Run) -> Small:
    end = ending(run.history)
    note = "waits for its turn" if end is None else f"gap {end.gap * 100:.1f}, epoch {run.epochs_done}"
    summary = curve_summary(
        run.history, total_epochs=run.config.epochs, state=run.state.value, stopped_epoch=run.stopped_epoch
    )
    return Small(NAMES[name], run.history, note, f"{NAMES[name]}: accuracy. {summary}")


def _table(runs: Mapping[str, Run]) -> None:
    rows: dict[str, list[str]] = {name: [] for name in ("run", "transformations", *_HEADINGS)}
    for name, run in runs.items():
        end = ending(run.history)
        if end is None:
            continue
        figures = (
            percent(end.training),
            percent(end.validation),
            f"{end.gap * 100:+.1f}",
            percent(_test_accuracy(run)),
        )
        rows["run"].append(NAMES[name])
        rows["transformations"].append(augmentation_from_text(run.config.augmentation).in_words())
        for heading, shown in zip(_HEADINGS, figures, strict=True):
            rows[heading].append(shown)
    st.table(rows, hide_index=True, alt="Where each of the runs ended")
    st.caption(
        f"Training and validation: means of the last {LAST} epochs. New artists: after the last epoch, never "
        "transformed; 200 pictures, so 3 points up or down are chance. Training accuracy is measured on what the "
        "model was trained with: transformed pictures are harder, and that alone makes part of the gap's change."
    )


_HEADINGS = ("training", "validation", "gap", "new artists")


def _test_accuracy(run: Run) -> float | None:
    try:
        return server.run_store().artifacts(run.id).summary.test_accuracy if run.artifacts else None
    except (ArtifactError, RunStoreError):
        return None
