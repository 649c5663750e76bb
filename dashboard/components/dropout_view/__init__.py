"""A network of a few neurons, drawn one by one: which of them dropout drops in each step, and what the others pass on.

The numbers come from Keras; a slider and a button go through the steps in the browser alone.
"""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from dashboard.components.live_curve import browser_source
from dashboard.experiments.dropout_steps import INPUTS, DropoutRequest, DropoutSteps
from dashboard.stream_events import numbers

__all__ = ["dropout_view"]

_HTML = """
<div class="dropout-view">
  <svg viewBox="0 0 400 344" role="img"></svg>
  <div class="controls">
    <button type="button" class="next">Next step</button>
    <button type="button" class="play">Play</button>
    <label>Training step <input class="step" type="range" min="1" max="1" value="1" step="1"></label>
    <label><input class="rest" type="checkbox"> <code>training=False</code></label>
  </div>
  <p class="summary" aria-live="polite"></p>
  <details>
    <summary>Show the numbers as a table</summary>
    <div class="table" tabindex="0" role="region" aria-label="What each neuron passes on in each step">
      <table><thead></thead><tbody></tbody></table>
    </div>
  </details>
</div>
"""


def _read(name: str) -> str:
    return (Path(__file__).parent / name).read_text(encoding="utf-8")


_mount = st.components.v2.component(
    "tensorflow_by_doing.dropout_view",
    html=_HTML,
    css=_read("dropout_view.css"),
    js="\n".join((browser_source("panel.js"), _read("dropout_view.js"))),
)


def dropout_view(request: DropoutRequest, found: DropoutSteps, *, key: str) -> None:
    """Draw the network.

    Args:
        request: the rate and the seed that were asked for.
        found: what Keras gave for them.
        key: the component's key; keep it the same for the life of the page.
    """
    data = {
        "rate": request.rate,
        "inputs": list(INPUTS),
        "values": numbers(found.values.tolist()),
        "steps": [numbers(row) for row in found.steps.tolist()],
        "answers": [numbers(row) for row in found.answers.tolist()],
        "atRest": numbers(found.at_rest.tolist()),
        "answerAtRest": numbers(found.answer_at_rest.tolist()),
    }
    _mount(key=key, data=data)
