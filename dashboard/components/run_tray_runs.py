"""The runs behind the pins: found, kept from being removed, and told once when they are gone."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable

import streamlit as st

from dashboard import server
from dashboard.components import training_panel_settings as settings
from dashboard.experiments.artifacts import ArtifactError
from dashboard.experiments.comparison import Compared
from dashboard.experiments.pins import unpinned
from dashboard.experiments.run import Run
from dashboard.experiments.runs import RunNotFoundError, RunStoreError


def find_pinned(key: str) -> list[Compared]:
    """Return the pinned runs; one that is gone is unpinned and noted for :func:`tell_gone`.

    Call it after ``settings.restore`` and before the panel is drawn: the address then follows in one step.
    """
    pins = settings.recall(key).pins
    found = []
    for pin in pins:
        run = find_run(pin.run_id)
        if run is not None:
            found.append(Compared(pin.name, run, _test_accuracy(run)))
    gone = [pin for pin in pins if all(pin.run_id != each.run.id for each in found)]
    if gone:
        settings.change(key, pins=unpinned(pins, [pin.run_id for pin in gone]))
        note_gone(key, len(gone), "pinned run", "You can train them again with the same settings.")
    keep_from_removal(each.run.id for each in found)
    return found


def find_run(run_id: str) -> Run | None:
    """Return a run, or None if it is gone."""
    try:
        return server.worker_pool().status(run_id).run
    except RunNotFoundError:
        return None


def keep_from_removal(run_ids: Iterable[str]) -> None:
    """Make these runs the newest: the store removes the oldest ones to make room."""
    for run_id in run_ids:
        with contextlib.suppress(OSError, RunStoreError):
            os.utime(server.run_store().folder(run_id) / "config.json")


def note_gone(key: str, count: int, what: str, advice: str) -> None:
    """Remember that some runs are gone, to be told once."""
    runs, verb = (f"{count} {what}s", "were") if count > 1 else (f"A {what}", "was")
    sentence = f"{runs} {verb} removed to make room, or the address was changed. {advice}"
    st.session_state.setdefault(f"{key}-gone", []).append(sentence)


def tell_gone(key: str) -> None:
    """Tell what :func:`note_gone` noted."""
    for sentence in st.session_state.pop(f"{key}-gone", []):
        st.warning(sentence, icon=":material/link_off:")


def _test_accuracy(run: Run) -> float | None:
    if not run.artifacts:
        return None
    try:
        return server.run_store().artifacts(run.id).summary.test_accuracy
    except (ArtifactError, RunStoreError):
        return None
