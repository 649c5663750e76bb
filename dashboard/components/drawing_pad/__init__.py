"""A black pad to draw on with mouse, pen or finger; what is drawn reaches the script as a grey picture."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

__all__ = ["SIDE", "drawing_pad", "pixels_of"]

SIDE = 28  # pixels of what the script gets, each the mean of a square of the pad
_HTML = """
<div class="drawing-pad">
  <canvas width="280" height="280" role="img" aria-label="Pad to draw on with mouse, pen or finger"></canvas>
  <button type="button" class="clear">Clear</button>
</div>
"""


def _read(name: str) -> str:
    return (Path(__file__).parent / name).read_text(encoding="utf-8")


_mount = st.components.v2.component(
    "tensorflow_by_doing.drawing_pad",
    html=_HTML,
    css=_read("drawing_pad.css"),
    js=_read("drawing_pad.js"),
)


def drawing_pad(key: str) -> NDArray[np.uint8] | None:
    """Draw the pad; the script hears of each stroke as it ends.

    Args:
        key: the component's key; unique on the page.

    Returns:
        Grey pixels, white on black, uint8, shape (28, 28); None while nothing is drawn.
    """
    return pixels_of(_mount(key=key, on_drawing_change=_note_change).get("drawing"))


def pixels_of(sent: Any) -> NDArray[np.uint8] | None:
    """Return what the browser sent, if it is a picture with something on it; else None."""
    if not isinstance(sent, str) or len(sent) > 2 * SIDE * SIDE:
        return None
    try:
        content = base64.b64decode(sent, validate=True)
    except ValueError:
        return None
    if len(content) != SIDE * SIDE or not any(content):
        return None
    return np.frombuffer(content, np.uint8).reshape(SIDE, SIDE)


def _note_change() -> None:
    """Declare the ``drawing`` state; the script reads it where the pad is placed."""
