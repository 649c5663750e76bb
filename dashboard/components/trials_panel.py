"""Change one thing of a network, say what to expect, and let a worker run it."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import CancelledError, Future
from pathlib import Path

import streamlit as st

from dashboard import server
from dashboard.charts.trials import accuracy_lines
from dashboard.components import learner
from dashboard.components.address import Choice
from dashboard.components.data_table import figure_with_table
from dashboard.components.lesson_page import PROSE_WIDTH
from dashboard.experiments.artifacts import ArtifactError
from dashboard.experiments.runs import answers_folder
from dashboard.experiments.trials import (
    EXPECTATIONS,
    TRIALS,
    Trial,
    TrialOutcome,
    read_outcome,
    trial_question,
)
from dashboard.workers.questions import AskError

_POLL_SECONDS = 0.5


def trials(key: str, table: Mapping[str, Trial] = TRIALS, parameter: str = "trial") -> None:
    """Draw the choice of a program, which is in the address, the prediction, the button, and what came of it.

    Args:
        key: unique on the page.
        table: the programs to choose from, by their id.
        parameter: the choice's name in the address; unique in the app.
    """
    kept = Choice(parameter, next(iter(table)), words=tuple(table))
    with st.container(width=PROSE_WIDTH):
        chosen = st.radio("Change", list(table), format_func=lambda name: table[name].title, **kept.options())
        trial = table[kept.keep(chosen)]
        st.code(trial.program, language="python")
        _predict_and_run(key, trial, table)


@st.fragment
def _predict_and_run(key: str, trial: Trial, table: Mapping[str, Trial]) -> None:
    outcomes = _outcomes(key)
    done = trial.id in outcomes
    guess: int | None = st.radio(
        "What do you expect?",
        range(len(EXPECTATIONS)),
        index=None,
        format_func=lambda place: EXPECTATIONS[place],
        key=f"{key}-guess-{trial.id}",
        disabled=done,
    )
    if guess is not None:
        st.session_state[f"{key}-guessed-{trial.id}"] = guess
    asked: dict[str, Future[Path]] = st.session_state.setdefault(f"{key}-asked", {})
    st.button(
        "Run it",
        icon=":material/play_arrow:",
        key=f"{key}-run",
        disabled=done or guess is None or trial.id in asked,
        on_click=_ask,
        args=(key, trial.id),
    )
    if guess is None and not done:
        st.caption("Choose first, then run it.")
    if trial.id in asked:
        st.fragment(_wait, run_every=_POLL_SECONDS)(key, trial.id)
    if done:
        _tell(key, trial, outcomes, table)


def _outcomes(key: str) -> dict[str, TrialOutcome]:
    known: dict[str, TrialOutcome] = st.session_state.setdefault(f"{key}-outcomes", {})
    return known


def _ask(key: str, trial: str) -> None:
    question = trial_question(trial, slot=f"{key}-{trial}")
    asked = st.session_state.setdefault(f"{key}-asked", {})
    asked[trial] = server.worker_pool().ask_without_run(answers_folder(), question, learner.name())


def _wait(key: str, trial: str) -> None:
    asked: dict[str, Future[Path]] = st.session_state[f"{key}-asked"]
    answer = asked.get(trial)
    if answer is None:
        return
    if not answer.done():
        st.info(
            "The program runs." if answer.running() else "The program waits for a free worker.",
            icon=":material/hourglass_top:",
        )
        return
    try:
        _outcomes(key)[trial] = read_outcome(answer.result())
    except (AskError, ArtifactError, CancelledError) as error:
        st.warning(str(error) or "The question was taken back: run it again.", icon=":material/warning:")
        asked.pop(trial)
        return
    asked.pop(trial)
    st.rerun()


def _tell(key: str, trial: Trial, outcomes: Mapping[str, TrialOutcome], table: Mapping[str, Trial]) -> None:
    outcome = outcomes[trial.id]
    guess: int | None = st.session_state.get(f"{key}-guessed-{trial.id}")
    if guess is not None:
        st.markdown(f"**You expected:** {EXPECTATIONS[guess]}. **It was:** {EXPECTATIONS[trial.answer]}.")
    if outcome.error:
        st.markdown("**TensorFlow stops with an error:**")
        st.code(outcome.error, language=None, wrap_lines=True)
    st.markdown(trial.why)
    trained = {table[name].title: each for name, each in outcomes.items() if each.history}
    if outcome.history:
        figure_with_table(
            accuracy_lines({name: each.history["val_accuracy"] for name, each in trained.items()}),
            f"After epoch 5 the validation accuracy is {outcome.history['val_accuracy'][-1] * 100:.1f} %, the "
            f"training loss {outcome.history['loss'][-1]:.2f}; it was {outcome.history['loss'][0]:.2f} in epoch 1. "
            f"It took {outcome.seconds:.1f} seconds.",
            [
                {
                    "program": name,
                    "first loss": f"{each.history['loss'][0]:.2f}",
                    "last loss": f"{each.history['loss'][-1]:.2f}",
                    "accuracy": f"{each.history['accuracy'][-1] * 100:.1f} %",
                    "validation": f"{each.history['val_accuracy'][-1] * 100:.1f} %",
                    "seconds": f"{each.seconds:.1f}",
                }
                for name, each in trained.items()
            ],
            f"{key}-lines",
        )
