"""A box for old code: what it is today stands beside it, with a reason at each line."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

import graders
from dashboard.components.code_editor import code_editor
from dashboard.components.code_panel import code_panel
from dashboard.components.translation_view import summary, translation_view
from dashboard.experiments.codegen import notebook_of_one_cell
from dashboard.experiments.old_programs import OldProgram
from graders import Translation, TranslationError


@st.fragment
def code_translator(key: str, programs: Sequence[OldProgram]) -> None:
    """Draw the examples to load, the editor, and the translation of what it holds.

    Args:
        key: unique on the page; also the name of the draft in the browser.
        programs: the examples; the first stands in the editor when nothing else was typed.
    """
    st.markdown("**Load an example,** or paste your own code over it:")
    with st.container(horizontal=True):
        for program in programs:
            st.button(program.title, key=f"{key}-load-{program.id}", on_click=_load, args=(key, program))
    text = code_editor(
        key=f"{key}-editor",
        value=st.session_state.get(f"{key}-value", programs[0].source),
        draft_key=key,
        label="Old code: a program, a cell or a few lines",
        height=320,
        reset_token=st.session_state.get(f"{key}-loads", 0),
    )
    st.caption("It is only read, never run. A draft of it stays in this browser.")
    found = _translated(key, text)
    if isinstance(found, TranslationError):
        _problem(found)
        return
    st.markdown(summary(found))
    translation_view(found)
    if found.new != found.old:
        st.markdown("**The new code,** to copy or to take away:")
        code_panel(found.new, notebook_of_one_cell(found.new), "translated", key=f"{key}-new")


def _load(key: str, program: OldProgram) -> None:
    st.session_state[f"{key}-value"] = program.source
    st.session_state[f"{key}-loads"] = st.session_state.get(f"{key}-loads", 0) + 1


def _translated(key: str, text: str) -> Translation | TranslationError:
    """Return the translation of a text, or why there is none; the last one is kept."""
    kept: tuple[str, Translation | TranslationError] | None = st.session_state.get(f"{key}-translated")
    if kept is not None and kept[0] == text:
        return kept[1]
    found: Translation | TranslationError
    try:
        found = graders.translate(text)  # brings LibCST, which most visits never need
    except TranslationError as error:
        found = error
    st.session_state[f"{key}-translated"] = (text, found)
    return found


def _problem(error: TranslationError) -> None:
    st.error(_plain(error.message), icon=":material/error:")
    if error.excerpt:
        st.code(error.excerpt, language=None)
    if error.advice:
        st.markdown(_plain(error.advice))


def _plain(text: str) -> str:
    """Return a sentence that may quote the learner's own characters, safe from being read as Markdown."""
    return "".join(f"\\{char}" if char in "\\`*_{}[]()<>#+-!|$:~&" else char for char in text)
