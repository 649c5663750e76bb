"""A kernel to edit over a picture: the result at once, and under the pointer the nine products and their sum.

The convolution runs in the browser, so that it keeps up with typing; :mod:`dashboard.experiments.filters` computes the
same in Python, and tests compare both.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from dashboard.experiments.config import ConfigError
from dashboard.experiments.filters import PADDINGS, PRESETS, SIZE, STRIDES, FilterSettings

__all__ = ["filter_lab"]

_OPTIONS = {
    "stride": "".join(f"<option>{stride}</option>" for stride in STRIDES),
    "padding": "".join(f"<option>{padding}</option>" for padding in PADDINGS),
}
_WEIGHTS = "".join(
    f'<input type="number" step="any" inputmode="decimal" aria-label="Weight in row {row + 1}, column {column + 1}">'
    for row in range(SIZE)
    for column in range(SIZE)
)
_PRODUCTS = "<tbody>" + "<tr><td></td><td></td><td></td></tr>" * SIZE + "</tbody>"
_HTML = f"""
<div class="filter-lab">
  <div class="controls">
    <div class="field"><label for="preset">Kernel</label><select id="preset" class="preset">
      <option value="">of your own</option></select></div>
    <fieldset class="kernel"><legend>Its nine weights</legend>{_WEIGHTS}</fieldset>
    <div class="field"><label for="stride">Stride</label>
      <select id="stride" class="stride">{_OPTIONS["stride"]}</select></div>
    <div class="field"><label for="padding">Padding</label>
      <select id="padding" class="padding">{_OPTIONS["padding"]}</select></div>
    <div class="field"><label for="show">Negative sums</label>
      <select id="show" class="show"><option value="clip">are shown as black</option>
      <option value="absolute">lose their sign</option>
      <option value="shift">are darker than grey</option></select></div>
    <div class="field row"><input type="checkbox" id="divide" class="divide">
      <label for="divide">Divide by the sum of the weights</label></div>
    <p class="says" role="status"></p>
  </div>
  <div class="pictures">
    <figure class="before"><div class="frame"><canvas tabindex="0" role="img" aria-label="The picture"></canvas>
      <div class="box"></div></div><figcaption></figcaption></figure>
    <figure class="after"><div class="frame"><canvas tabindex="0" role="img" aria-label="The result"></canvas>
      <div class="box"></div></div><figcaption></figcaption></figure>
  </div>
  <p class="size"></p>
  <table class="products" aria-label="Pixel times weight, at the marked place">{_PRODUCTS}</table>
  <p class="total" role="status"></p>
</div>
"""


def _read(name: str) -> str:
    return (Path(__file__).parent / name).read_text(encoding="utf-8")


_mount = st.components.v2.component(
    "tensorflow_by_doing.filter_lab", html=_HTML, css=_read("filter_lab.css"), js=_read("filter_lab.js")
)


def filter_lab(key: str, picture: NDArray[np.uint8], name: str, settings: FilterSettings) -> FilterSettings:
    """Draw the lab; a change reaches the script a quarter of a second after the learner pauses.

    Args:
        key: the component's key; unique on the page.
        picture: grey pixels, shape (height, width), uint8.
        name: what the picture shows, a few words.
        settings: what to begin with; what is sent later is taken over when it differs from the last one sent.

    Returns:
        The settings as the learner has them.
    """
    result = _mount(
        key=key,
        data={
            "picture": base64.b64encode(picture.tobytes()).decode(),
            "width": picture.shape[1],
            "height": picture.shape[0],
            "name": name,
            "settings": _as_json(settings),
            "presets": [{"name": one.name, "kernel": list(one.kernel), "says": one.says} for one in PRESETS],
        },
        on_settings_change=_note_change,
    )
    return _from_browser(result.get("settings"), settings)


def _note_change() -> None:
    """Declare the ``settings`` state; the script reads it where the lab is placed."""


def _as_json(settings: FilterSettings) -> dict[str, Any]:
    return {
        "kernel": list(settings.kernel),
        "stride": settings.stride,
        "padding": settings.padding,
        "divide": settings.divide,
    }


def _from_browser(sent: Any, fallback: FilterSettings) -> FilterSettings:
    """Return what the browser sent, if it is something that its widgets offer."""
    if not isinstance(sent, Mapping):
        return fallback
    try:
        kernel = tuple(float(weight) for weight in sent["kernel"])
        return FilterSettings(kernel, int(sent["stride"]), str(sent["padding"]), bool(sent["divide"]))
    except (KeyError, TypeError, ValueError, ConfigError):
        return fallback
