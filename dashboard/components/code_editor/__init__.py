"""A Python editor in the page, whose text survives a reload and reaches the script before any button does.

The script of the component, ``code_editor.js``, is built by ``tools/frontend`` from CodeMirror 6; the
licences of what it contains are in ``LICENSES.txt`` beside it.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import streamlit as st

__all__ = ["code_editor"]

_HTML = """
<label class="label"></label>
<div class="editor"></div>
<p class="hint" id="editor-hint"></p>
"""

_CSS = """
.label { display: block; font-family: var(--st-font); font-size: 0.875rem; margin-bottom: 0.25rem;
         color: var(--st-text-color); }
.editor { border: 1px solid var(--st-border-color); border-radius: var(--st-base-radius); overflow: hidden; }
.hint { font-family: var(--st-font); font-size: 0.8rem; margin: 0.3rem 0 0; color: var(--st-text-color);
        opacity: 0.75; }
"""

_mount = st.components.v2.component(
    "tensorflow_by_doing.code_editor",
    html=_HTML,
    css=_CSS,
    js=(Path(__file__).parent / "code_editor.js").read_text(encoding="utf-8"),
)


def code_editor(
    key: str,
    value: str,
    *,
    draft_key: str,
    label: str,
    language: Literal["python", "text"] = "python",
    height: int = 480,
    reset_token: int = 0,
) -> str:
    """Show a code editor and return its current text.

    The text is kept in the browser's ``localStorage`` under ``draft_key`` 300 ms after each change. When the
    page opens, a kept draft wins over ``value``: the first run of a session returns ``value``, and the next
    one, which follows at once, the draft. While the editor is on the page, nothing sent from here moves the
    cursor or replaces typing, but for a reset. Place the editor in a fragment when a full rerun would be
    slow: a pause in typing (700 ms) reruns it, and so does reaching for a button, which then sees the
    newest text.

    Args:
        key: The component's key; unique on the page.
        value: The text to start from, and to return to on a reset.
        draft_key: The name of the draft in this browser, for example the exercise's id.
        label: What is edited; shown above the editor and read by screen readers.
        language: How to colour the text, ``"python"`` or ``"text"``.
        height: Height of the editing area in CSS pixels, at least 80.
        reset_token: A counter. When it grows, the draft is dropped and the text becomes ``value``. A smaller
            one (a new session starts again from 0) changes nothing.

    Returns:
        The text in the editor, with ``\\n`` line endings.

    Raises:
        ValueError: If ``draft_key`` or ``label`` is empty, ``language`` unknown or ``height`` too small.
    """
    if not draft_key or not label:
        raise ValueError(
            f"Expected a draft_key and a label. Received: draft_key={draft_key!r}, label={label!r}"
        )
    if language not in ("python", "text"):
        raise ValueError(f'Expected language "python" or "text". Received: {language!r}')
    if height < 80:
        raise ValueError(f"Expected a height of at least 80 pixels. Received: {height}")
    token = int(reset_token)  # a counter kept as text would be compared as text
    result = _mount(
        key=key,
        data={
            "value": value,
            "draft_key": draft_key,
            "label": label,
            "language": language,
            "height": height,
            "reset_token": token,
        },
        on_document_change=_note_change,
    )
    return _current_text(result.get("document"), value, token)


def _note_change() -> None:
    """Declare the ``document`` state; the script reads it where the editor is placed."""


def _current_text(document: Any, value: str, reset_token: int) -> str:
    """The text that the browser last sent, unless it was written before the latest reset."""
    if isinstance(document, Mapping):
        text, token = document.get("text"), document.get("reset_token")
        if isinstance(text, str) and isinstance(token, int) and token >= reset_token:
            return text
    return value.replace("\r\n", "\n").replace("\r", "\n")
