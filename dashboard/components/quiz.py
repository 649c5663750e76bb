"""Predict before you run: a question whose answer is kept until the run has given its own.

The question and the outcome are two pieces, because they have two places: the question stands above what is to be run
and keeps its size for good, so that nothing below it moves under a learner's finger; the outcome comes below.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from string import ascii_lowercase

import streamlit as st

from dashboard import progress

__all__ = ["Question", "ask", "show_outcome"]


@dataclass(frozen=True)
class Question:
    """A question to answer before a run.

    Args:
        key: unique in the app; also the name of its query parameter.
        text: what is asked.
        options: the answers to choose from, 2 to 26.
        explanations: what to say about each option, in the same order.

    Raises:
        ValueError: if there are fewer than 2 options or more than 26, or not one explanation for each.
    """

    key: str
    text: str
    options: Sequence[str]
    explanations: Sequence[str]

    def __post_init__(self) -> None:
        if not 2 <= len(self.options) <= len(ascii_lowercase):
            raise ValueError(f"Expected 2 to 26 options. Received: {len(self.options)}")
        if len(self.options) != len(self.explanations):
            raise ValueError(
                f"Expected one explanation an option. Received: {len(self.options)} options, "
                f"{len(self.explanations)} explanations"
            )


def ask(question: Question, *, settled: bool) -> int | None:
    """Ask what a run will do, and keep the answer.

    The answer is kept in the URL (``?key=b``), so that it can be shared, and for the next visit. Once the question is
    settled the answer is fixed: a prediction is made before. Whoever ran first may still answer.

    Args:
        question: what is asked.
        settled: whether a run has given its own answer.

    Returns:
        Index of the option chosen, or None.
    """
    kept: int | None = st.session_state.setdefault(_kept_as(question), _recalled(question))
    fixed = settled and kept is not None
    if fixed or _choice(question) not in st.session_state:
        st.session_state[_choice(question)] = (
            kept  # Streamlit drops what was chosen just before a widget is disabled
        )
    chosen = st.radio(
        question.text,
        range(len(question.options)),
        index=None,
        format_func=lambda index: question.options[index],
        key=_choice(question),
        on_change=_keep,
        args=(question,),
        disabled=fixed,
    )
    st.session_state[_kept_as(question)] = chosen
    _keep_in_url(question.key, chosen)
    st.caption(
        _caption(chosen, fixed)
    )  # always one line: what comes and goes here would move the rest of the page
    return chosen


def _caption(chosen: int | None, fixed: bool) -> str:
    if chosen is None:
        return "Choose first, then run it: your answer is shown beside what happens."
    if fixed:
        return "Your prediction is kept. It stands beside what happened, below."
    return "Your prediction is kept. Now train, and compare."


def show_outcome(question: Question, outcome: str | None) -> None:
    """Show what a run did beside what was predicted; nothing while there is no run to compare with.

    Args:
        question: what :func:`ask` asked earlier in this run of the script.
        outcome: what the run did, as a sentence, or None.
    """
    if outcome is None:
        return
    chosen: int | None = st.session_state.get(_kept_as(question))
    predicted, happened = st.columns(2, border=True)
    predicted.markdown("**You predicted**")
    happened.markdown("**What happened**")
    happened.write(outcome)
    if chosen is None:
        predicted.write("Nothing yet: choose above what you would have said, then read on.")
        return
    predicted.write(question.options[chosen])
    st.markdown(question.explanations[chosen])
    with st.expander("The other answers"):
        for index, (option, explanation) in enumerate(
            zip(question.options, question.explanations, strict=True)
        ):
            if index != chosen:
                st.markdown(f"**{option}** {explanation}")


def _kept_as(question: Question) -> str:
    return f"{question.key}_prediction"


def _choice(question: Question) -> str:
    return f"{question.key}_choice"


def _keep(question: Question) -> None:
    """Note a choice as soon as it is made."""
    chosen = st.session_state[_kept_as(question)] = st.session_state[_choice(question)]
    progress.keep_prediction(question.key, question.options[chosen])


def _recalled(question: Question) -> int | None:
    """Return the option in the address, else the one chosen on an earlier visit, if it is still offered."""
    from_url = _from_url(question.key, len(question.options))
    if from_url is not None:
        return from_url
    earlier = progress.prediction(question.key)
    if earlier is None or earlier not in question.options:
        return None
    return question.options.index(earlier)


def _from_url(key: str, count: int) -> int | None:
    letter = st.query_params.get(key, "")
    index = ascii_lowercase.find(letter) if len(letter) == 1 else -1
    return index if 0 <= index < count else None


def _keep_in_url(key: str, chosen: int | None) -> None:
    if chosen is not None and st.query_params.get(key) != ascii_lowercase[chosen]:
        st.query_params[key] = ascii_lowercase[chosen]
