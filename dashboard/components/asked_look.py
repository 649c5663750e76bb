"""Asks a worker about a picture or a data set, and waits for the answer without stopping the page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import CancelledError, Future, wait
from pathlib import Path
from typing import Any, TypeVar

import streamlit as st

from dashboard import server
from dashboard.components import learner
from dashboard.experiments.artifacts import ArtifactError, Artifacts, read_arrays
from dashboard.experiments.look import Look, read_look
from dashboard.experiments.run import Run
from dashboard.experiments.runs import answers_folder
from dashboard.workers.questions import AskError

PATIENCE_SECONDS = 0.5  # a warm worker answers sooner: no message flickers
POLL_SECONDS = 0.4
_Answer = TypeVar("_Answer")
_ON_ITS_WAY = "The picture is on its way through the model."


def asked_look(
    key: str, run: Run, artifacts: Artifacts, picture: int | str, question: Mapping[str, Any]
) -> Look | None:
    """Return the look, from disk or from a worker; None while it is awaited, or when there is none, which is told.

    Args:
        key: unique on the page; prefix of the session state.
        run: a finished run.
        artifacts: its files.
        picture: what names the picture in ``experiments.look.look_name``.
        question: what to ask when the look is not kept.
    """
    mark = artifacts.summary.fingerprint
    kept = read_look(artifacts.folder, mark, picture)
    if kept is not None:
        return kept
    file = asked_file(
        key,
        (run.id, mark, picture),
        lambda: server.worker_pool().ask(run.id, question, learner.name()),
        _ON_ITS_WAY,
    )
    return None if file is None else Look(read_arrays(file))


def kept_or_asked(
    key: str, name: str, question: Mapping[str, Any], read: Callable[[Path], _Answer], working: str
) -> _Answer | None:
    """Return an answer that needs no run, from disk or from a worker; None as for :func:`asked_look`.

    Args:
        key: unique on the page; prefix of the session state.
        name: of the file with the answer: the same question has the same name.
        question: what to ask when the answer is not kept.
        read: reads the file; raises ``ArtifactError`` where it is damaged.
        working: one sentence for the time that a worker takes.
    """
    kept = answers_folder() / name
    try:
        if kept.is_file():
            return read(kept)
    except ArtifactError:
        pass  # damaged: a worker writes it anew
    file = asked_file(
        key,
        (name,),
        lambda: server.worker_pool().ask_without_run(answers_folder(), question, learner.name()),
        working,
    )
    try:
        return None if file is None else read(file)
    except ArtifactError as error:
        st.warning(str(error), icon=":material/folder_off:")
        return None


def asked_file(
    key: str,
    wanted: tuple[object, ...],
    ask: Callable[[], Future[Path]],
    working: str,
    waiting: str = "the picture waits for its turn",
) -> Path | None:
    """Return the file with an answer; None while it is awaited, or when there is none, which is told.

    Args:
        key: unique on the page; prefix of the session state.
        wanted: what is asked: the same is asked once.
        ask: puts the question to the pool.
        working: one sentence for the time that a worker takes.
        waiting: what is said of the question while no worker is free.
    """
    answer = _asked(key, wanted, ask)
    if not answer.done():
        with st.spinner(working.rstrip(".") + "…"):
            wait([answer], PATIENCE_SECONDS)
    if not answer.done():
        st.fragment(_wait, run_every=POLL_SECONDS)(answer, working, waiting)
        return None
    try:
        return answer.result()
    except (AskError, CancelledError) as error:
        st.warning(
            str(error) or "The question was taken back: ask again.", icon=":material/hourglass_disabled:"
        )
        st.button("Ask again", icon=":material/refresh:", key=f"{key}-again", on_click=_forget, args=(key,))
        return None


def _asked(key: str, wanted: tuple[object, ...], ask: Callable[[], Future[Path]]) -> Future[Path]:
    """Return the answer to come; the same question is asked once."""
    asked: tuple[object, Future[Path]] | None = st.session_state.get(_asked_key(key))
    if asked is not None and asked[0] == wanted:
        return asked[1]
    answer = ask()
    st.session_state[_asked_key(key)] = (wanted, answer)
    return answer


def _asked_key(key: str) -> str:
    return f"{key}-asked"


def _forget(key: str) -> None:
    st.session_state.pop(_asked_key(key), None)


def _wait(answer: Future[Path], working: str, waiting: str) -> None:
    if answer.done():
        st.rerun()
    if answer.running():
        st.info(working, icon=":material/hourglass_top:")
    else:
        st.info(
            f"All workers are training or starting: {waiting}.",
            icon=":material/hourglass_top:",
        )
