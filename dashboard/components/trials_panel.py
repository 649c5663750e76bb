"""Change one thing of a network, say what to expect, and let a worker run it."""

from __future__ import annotations

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
    FIRST_NETWORK,
    Program,
    TrialOutcome,
    TrialSet,
    read_outcome,
    trial_question,
)
from dashboard.workers.questions import AskError

_POLL_SECONDS = 0.5
_LINES = 4  # that a chart can tell apart


def trials(key: str, offered: TrialSet = FIRST_NETWORK) -> None:
    """Draw the choice of a program, which is in the address, the prediction, the button, and what came of it.

    Args:
        key: unique on the page.
        offered: the programs.
    """
    programs = offered.programs
    kept = Choice(offered.parameter, next(iter(programs)), words=tuple(programs))
    with st.container(width=PROSE_WIDTH):
        chosen = st.radio(
            "Change", list(programs), format_func=lambda name: programs[name].title, **kept.options()
        )
        trial = programs[kept.keep(chosen)]
        st.code(trial.program, language="python")
        _predict_and_run(key, trial, offered)


@st.fragment
def _predict_and_run(key: str, trial: Program, offered: TrialSet) -> None:
    outcomes = _outcomes(key)
    done = trial.id in outcomes
    guess: int | None = st.radio(
        "What do you expect?",
        range(len(offered.expectations)),
        index=None,
        format_func=lambda place: offered.expectations[place],
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
        _tell(key, trial, outcomes, offered)


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


def _tell(key: str, trial: Program, outcomes: dict[str, TrialOutcome], offered: TrialSet) -> None:
    outcome = outcomes[trial.id]
    guess: int | None = st.session_state.get(f"{key}-guessed-{trial.id}")
    if guess is not None:
        happened = offered.expectations[offered.happened(trial, outcome)]
        st.markdown(f"**You expected:** {offered.expectations[guess]}. **It was:** {happened}.")
    if outcome.error:
        st.markdown("**TensorFlow stops with an error:**")
        st.code(outcome.error, language=None, wrap_lines=True)
    if outcome.warned:
        st.markdown("**Keras warns, and goes on:**" if outcome.history else "**Keras warns before:**")
        st.code("\n".join(outcome.warned), language=None, wrap_lines=True)
    st.markdown(trial.why)
    if outcome.answer:
        st.markdown(f"**Asked for {offered.asks}, it says** {_numbers(outcome.answer)}.")
    if outcome.history:
        _curves(key, trial, outcomes, offered)


def _numbers(answer: tuple[float, ...]) -> str:
    """Return what a model said, and what it adds up to."""
    said = ", ".join(f"{value:.3f}" for value in answer)
    return said if len(answer) == 1 else f"{said}: together {sum(answer):.3f}"


def _curves(key: str, trial: Program, outcomes: dict[str, TrialOutcome], offered: TrialSet) -> None:
    """Draw this program's curve beside those run before; the first program stays, the oldest others go."""
    trained = {name: each for name, each in outcomes.items() if each.history}
    first = next(iter(offered.programs))
    others = [name for name in trained if name not in (trial.id, first)]
    room = _LINES - len({trial.id, first} & set(trained))
    drawn = {trial.id, first, *others[max(0, len(others) - room) :]}
    history = outcomes[trial.id].history
    figure_with_table(
        accuracy_lines(
            {
                offered.programs[name].title: each.history["val_accuracy"]
                for name, each in trained.items()
                if name in drawn
            }
        ),
        f"After epoch {len(history['loss'])} the validation accuracy is {history['val_accuracy'][-1] * 100:.1f} %, the "
        f"training loss {history['loss'][-1]:.2f}; it was {history['loss'][0]:.2f} in epoch 1. "
        f"It took {outcomes[trial.id].seconds:.1f} seconds.",
        [
            {
                "program": offered.programs[name].title,
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
