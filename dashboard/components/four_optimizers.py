"""RMSprop against SGD, Adam and Adagrad: the panel's settings with each, on one seed, and what each came to."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from dashboard import server
from dashboard.components import learner
from dashboard.components import training_panel_settings as settings
from dashboard.components.run_tray_runs import find_run
from dashboard.experiments.artifacts import ArtifactError
from dashboard.experiments.config import OPTIMIZERS, ConfigError, TrainingConfig
from dashboard.experiments.run import Run
from dashboard.experiments.runs import RunStoreError
from dashboard.experiments.sweep import Sweep
from dashboard.workers.pool import PoolError

_ORDER = ("rmsprop", "sgd", "adam", "adagrad")


def four_optimizers(key: str) -> None:
    """Draw the button and, once all four have trained, their accuracies; the curves are in the sweep below.

    Args:
        key: the panel's key; its settings must have been restored.
    """
    runs = rivals(key)
    training = any(not run.state.final for run in runs)
    st.button(
        "Train with all four optimizers",
        icon=":material/compare_arrows:",
        key=f"{key}-four",
        disabled=training,
        help="The settings of the panel and its seed, four times; each optimizer with Keras' own learning rate.",
        on_click=_start,
        args=(key,),
    )
    with st.container():  # always there, so that a message moves nothing below it to a new place
        problem = st.session_state.pop(f"{key}-four-problem", "")
        if problem:
            st.error(problem, icon=":material/error:")
        if training:
            st.caption("They train one after another where there are few cores: watch their curves below.")
        elif runs:
            _table(runs)


def rivals(key: str) -> list[Run]:
    """Return the runs of the four optimizers, if they are on show."""
    sweep = settings.recall(key).sweep
    if sweep is None or sweep.setting != "optimizer":
        return []
    return [run for run_id in sweep.run_ids if (run := find_run(run_id)) is not None]


def with_each(config: TrainingConfig) -> tuple[TrainingConfig, ...]:
    """Return the settings with each optimizer, at the learning rate that Keras gives it."""
    return tuple(
        replace(config, optimizer=name, learning_rate=OPTIMIZERS[name].learning_rate, momentum=0.0)
        for name in _ORDER
    )


def accuracies(run: Run) -> tuple[float, float, float] | None:
    """Return a run's share of right answers in train, same_artist and new_artist, 0 to 1; None if it has none."""
    if not run.state.final or not run.artifacts or not run.history.get("val_accuracy"):
        return None
    try:
        test = server.run_store().artifacts(run.id).summary.test_accuracy
    except (ArtifactError, RunStoreError):
        return None
    return None if test is None else (run.history["accuracy"][-1], run.history["val_accuracy"][-1], test)


def told(runs: list[Run]) -> str | None:
    """Return in one or two sentences what the optimizers came to; None until two have an accuracy."""
    known = {run.config.optimizer: found[2] for run in runs if (found := accuracies(run)) is not None}
    if len(known) < 2:
        return None
    ordered = sorted(known, key=lambda name: known[name], reverse=True)
    figures = ", ".join(f"{OPTIMIZERS[name].class_name} {known[name] * 100:.1f} %" for name in ordered)
    return f"On drawings by new artists, with one seed: {figures}. Two points up or down are four pictures of 200."


def _table(runs: list[Run]) -> None:
    rows: dict[str, list[str]] = {name: [] for name in ("optimizer", "learning rate", *_HEADINGS)}
    for run in runs:
        found = accuracies(run)
        rows["optimizer"].append(OPTIMIZERS[run.config.optimizer].class_name)
        rows["learning rate"].append(f"{run.config.learning_rate:g}")
        for place, heading in enumerate(_HEADINGS):
            rows[heading].append("none" if found is None else f"{found[place] * 100:.1f} %")
    st.table(rows, hide_index=True, alt=told(runs) or "What each optimizer reached")
    st.caption(
        "The last column is the honest one: nothing about these artists was seen while training or tuning."
    )


_HEADINGS = ("train", "same artists", "new artists")


def _start(key: str) -> None:
    """Queue the four runs; when one is refused, those before it are kept and the reason is told."""
    settings.note_change(key)
    former = settings.recall(key).sweep
    run_ids: list[str] = []
    try:
        for config in with_each(settings.current(key)):
            run_ids.append(server.worker_pool().submit(config, learner.name()))
            learner.own(run_ids[-1])
    except (ConfigError, PoolError, RunStoreError) as error:
        st.session_state[f"{key}-four-problem"] = str(error)
    if run_ids:
        for run_id in former.run_ids if former else ():
            server.worker_pool().stop(run_id)  # nobody would see it
        settings.change(key, sweep=Sweep("optimizer", tuple(run_ids)))
