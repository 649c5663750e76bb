"""Two programs that name the accuracy in the old way: say which of them runs, then let a worker run both."""

from __future__ import annotations

import streamlit as st

from dashboard import server
from dashboard.components import learner
from dashboard.components.asked_look import asked_file
from dashboard.components.lesson_page import PROSE_WIDTH
from dashboard.components.quiz import Question, ask, show_outcome
from dashboard.experiments.artifacts import ArtifactError
from dashboard.experiments.metric_keys import KEY_PROGRAMS, MIXED, OLD, KeyProgram
from dashboard.experiments.runs import answers_folder
from dashboard.experiments.trials import TrialOutcome, read_outcome, trial_question


def key_programs(key: str, question: Question) -> None:
    """Draw the programs, the question, the button, and what came of both.

    Args:
        key: unique on the page.
        question: asks which of them run.
    """
    for program, place in zip(KEY_PROGRAMS.values(), st.columns(2, gap="large"), strict=True):
        place.markdown(f"**Compiled with `metrics=['{program.metric}']`**")
        place.code(program.program, language="python", wrap_lines=True)
    with st.container(width=PROSE_WIDTH):
        ask(question, settled=bool(st.session_state.get(f"{key}-started")))
        st.button(
            "Run both",
            type="primary",
            icon=":material/play_arrow:",
            key=f"{key}-run",
            on_click=_start,
            args=(key,),
        )
        if st.session_state.get(f"{key}-started"):
            outcomes = [_outcome(key, program) for program in (OLD, MIXED)]
            if outcomes[0] is not None and outcomes[1] is not None:
                st.session_state[f"{key}-told"] = told(outcomes[0], outcomes[1])
        show_outcome(question, st.session_state.get(f"{key}-told"))


def told(old: TrialOutcome, mixed: TrialOutcome) -> str:
    """Return what came of both programs, in words."""
    return f"Compiled with `'acc'`: {_said(old)} Compiled with `'accuracy'`: {_said(mixed)}"


def _said(outcome: TrialOutcome) -> str:
    if outcome.error:
        return f"it stops with `{outcome.error.splitlines()[0]}`."
    epochs = len(outcome.history.get("loss", []))
    names = ", ".join(f"`{name}`" for name in outcome.history)
    return f"it stops after epoch {epochs} of 5, and its history has {names}."


def _start(key: str) -> None:
    st.session_state[f"{key}-started"] = True


def _outcome(key: str, program: KeyProgram) -> TrialOutcome | None:
    slot = f"{key}-{program.id}"
    file = asked_file(
        slot,
        (program.id,),
        lambda: server.worker_pool().ask_without_run(
            answers_folder(), trial_question(program.id, slot=slot), learner.name()
        ),
        f"The program with '{program.metric}' runs.",
        "the program waits for its turn",
    )
    try:
        return None if file is None else read_outcome(file)
    except ArtifactError as error:
        st.warning(str(error), icon=":material/warning:")
        return None
