"""Predict before you run: a question whose answer is kept until the run has given its own."""

from collections.abc import Sequence
from string import ascii_lowercase

import streamlit as st

from dashboard import progress

__all__ = ["prediction_question"]


def prediction_question(
    key: str,
    question: str,
    options: Sequence[str],
    explanations: Sequence[str],
    *,
    outcome: str | None,
) -> int | None:
    """Ask what a run will do, keep the answer, and show it beside what the run did.

    The answer is kept in the URL (``?key=b``), so that it can be shared, and for the next visit. Once there is
    an outcome the answer is fixed: a prediction is made before.

    Args:
        key: Key of the question and name of its query parameter; unique in the app.
        question: What is asked.
        options: The answers to choose from, 2 to 26.
        explanations: What to say about each option, in the same order.
        outcome: What the run did, as a sentence, or None while there is no run to compare with.

    Returns:
        Index of the option chosen, or None.

    Raises:
        ValueError: If there are fewer than 2 options or more than 26, or not one explanation for each.
    """
    if not 2 <= len(options) <= len(ascii_lowercase):
        raise ValueError(f"Expected 2 to 26 options. Received: {len(options)}")
    if len(options) != len(explanations):
        raise ValueError(
            f"Expected one explanation an option. Received: {len(options)} options, "
            f"{len(explanations)} explanations"
        )
    kept_as = f"{key}_prediction"
    kept: int | None = st.session_state.setdefault(kept_as, _recalled(key, options))
    if outcome is not None and kept is not None:
        st.markdown(question)
    else:
        chosen = st.radio(
            question,
            range(len(options)),
            index=kept,
            format_func=lambda index: options[index],
            key=f"{key}_choice",
            on_change=_keep,
            args=(key, options),
        )
        kept = st.session_state[kept_as] = chosen
    _keep_in_url(key, kept)
    if outcome is not None:
        _show_outcome(outcome, kept, options, explanations)
    elif kept is not None:
        st.caption("Your prediction is kept. Now train, and compare.")
    return kept


def _keep(key: str, options: Sequence[str]) -> None:
    """Note a choice before the script runs, which may find that the question is no longer to be asked."""
    chosen = st.session_state[f"{key}_prediction"] = st.session_state[f"{key}_choice"]
    progress.keep_prediction(key, options[chosen])


def _recalled(key: str, options: Sequence[str]) -> int | None:
    """Return the option in the address, else the one chosen on an earlier visit, if it is still offered."""
    from_url = _from_url(key, len(options))
    if from_url is not None:
        return from_url
    earlier = progress.prediction(key)
    return options.index(earlier) if earlier in options else None


def _from_url(key: str, count: int) -> int | None:
    letter = st.query_params.get(key, "")
    index = ascii_lowercase.find(letter) if len(letter) == 1 else -1
    return index if 0 <= index < count else None


def _keep_in_url(key: str, chosen: int | None) -> None:
    if chosen is not None and st.query_params.get(key) != ascii_lowercase[chosen]:
        st.query_params[key] = ascii_lowercase[chosen]


def _show_outcome(
    outcome: str, chosen: int | None, options: Sequence[str], explanations: Sequence[str]
) -> None:
    predicted, happened = st.columns(2, border=True)
    predicted.markdown("**You predicted**")
    happened.markdown("**What happened**")
    happened.write(outcome)
    if chosen is None:
        predicted.write("Nothing yet: choose what you would have said, then read on.")
        return
    predicted.write(options[chosen])
    st.markdown(explanations[chosen])
    with st.expander("The other answers"):
        for index, (option, explanation) in enumerate(zip(options, explanations, strict=True)):
            if index != chosen:
                st.markdown(f"**{option}** {explanation}")
