"""What runs here: versions, devices and threads, as a worker says; the page itself never imports TensorFlow."""

from __future__ import annotations

from concurrent.futures import CancelledError, Future, wait
from pathlib import Path

import streamlit as st

from dashboard import server
from dashboard.components import learner
from dashboard.components.lesson_page import PROSE_WIDTH
from dashboard.experiments.artifacts import ArtifactError
from dashboard.experiments.environment import Environment, environment_question, read_environment
from dashboard.experiments.runs import answers_folder
from dashboard.workers.questions import AskError

_PATIENCE_SECONDS = 0.5
_POLL_SECONDS = 0.5
_PARTS = {
    "Python": "reads your program",
    "TensorFlow": "computes; the notes install 2.0.0-alpha0",
    "Keras": "layers, models, training",
    "NumPy": "arrays",
    "Streamlit": "draws this page",
    "Devices": "what TensorFlow can compute on",
    "Cores": "of the processor, to be used by one worker",
    "Threads": "for one operation, and operations at a time",
}


def environment_table(key: str) -> None:
    """Draw the table; it has its size at once, and its values when a worker has answered.

    Args:
        key: unique on the page.
    """
    answer = _answer(key)
    if not answer.done():
        wait([answer], _PATIENCE_SECONDS)
    st.fragment(_table, run_every=None if answer.done() else _POLL_SECONDS)(key, polled=not answer.done())


def _answer(key: str) -> Future[Path]:
    """Return the answer to come; it is asked for once a visit."""
    if f"{key}-answer" not in st.session_state:
        st.session_state[f"{key}-answer"] = server.worker_pool().ask_without_run(
            answers_folder(), environment_question(slot=key), learner.name()
        )
    answer: Future[Path] = st.session_state[f"{key}-answer"]
    return answer


def _table(key: str, *, polled: bool) -> None:
    answer = _answer(key)
    if polled and answer.done():
        st.rerun()  # the whole page: nothing is to be asked every half second any more
    values, told = dict.fromkeys(_PARTS, "…"), "A worker is asked; it may have to import TensorFlow first."
    if answer.done():
        try:
            values, told = _values(read_environment(answer.result())), "A worker process said this just now."
        except (AskError, ArtifactError, CancelledError) as error:
            told = f"No worker could say it. {error}".strip()
    with st.container(width=PROSE_WIDTH):
        st.table(
            {
                "part": list(_PARTS),
                "here": [values[name] for name in _PARTS],
                "what it does": list(_PARTS.values()),
            },
            hide_index=True,
            alt="Versions, devices and threads",
        )
        st.caption(told)


def _values(found: Environment) -> dict[str, str]:
    return {
        "Python": found.python,
        "TensorFlow": found.tensorflow,
        "Keras": f"{found.keras} on {found.backend}",
        "NumPy": found.numpy,
        "Streamlit": found.streamlit,
        "Devices": _devices(found),
        "Cores": str(found.cores),
        "Threads": f"{_threads(found.intra_op_threads)}, {_threads(found.inter_op_threads)}",
    }


def _devices(found: Environment) -> str:
    seen = [f"{count} {kind}" for kind, count in sorted(found.devices.items())]
    return ", ".join(seen if "GPU" in found.devices else [*seen, "no GPU"])


def _threads(count: int) -> str:
    return str(count) if count else "as many as TensorFlow likes"
