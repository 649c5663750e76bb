"""A single neuron at work: its line among the points, and its weight and bias on the loss surface.

While a run trains, the live curve hands on the weights that its stream brings, and this view moves with them; no script
runs. When the run is over, a slider goes back through the epochs, also in the browser alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import streamlit as st

from dashboard.components.live_curve import browser_source
from dashboard.experiments.neuron import surface
from dashboard.experiments.points import Points
from dashboard.stream_events import numbers

__all__ = ["neuron_view"]

_HTML = """
<div class="neuron-view">
  <div class="plots">
    <figure class="line-plot"><figcaption>The line and the points</figcaption></figure>
    <figure class="surface-plot"><figcaption>The loss surface, seen from above</figcaption></figure>
  </div>
  <div class="replay">
    <button type="button" class="play">Watch again</button>
    <label>Epoch shown <input type="range" min="0" max="0" value="0" step="1"></label>
  </div>
  <p class="summary"></p>
  <details>
    <summary>Show the numbers as a table</summary>
    <div class="table" tabindex="0" role="region" aria-label="Weight, bias and loss after each epoch">
      <table><thead></thead><tbody></tbody></table>
    </div>
  </details>
</div>
"""


def _read(*names: str) -> str:
    return "\n".join((Path(__file__).parent / name).read_text(encoding="utf-8") for name in names)


_mount = st.components.v2.component(
    "tensorflow_by_doing.neuron_view",
    html=_HTML,
    css=_read("neuron_view.css"),
    js="\n".join(
        (browser_source("scale.js", "panel.js"), _read("surface.js", "line_plot.js", "neuron_view.js"))
    ),
)


def neuron_view(
    points: Points, *, key: str, run_id: str = "", path: Sequence[Sequence[float]] = (), ask: float = 10.0
) -> None:
    """Draw the points, the line of the neuron, and the way of weight and bias over the loss surface.

    Both plots keep their size whatever comes. Values that are nan or infinite are named in the sentence below.

    Args:
        points: what the run on show learns from.
        key: the component's key; keep it the same for the life of the page.
        run_id: the run on show, whose weights are followed while it trains; empty for none.
        path: weight and bias at its start and after each epoch so far.
        ask: an x that belongs on the plot beside the points: the neuron's answer there is marked.
    """
    bottom = surface(points)
    weight, bias, only_one = bottom.best()
    data: dict[str, Any] = {
        "run": run_id,
        "points": [list(pair) for pair in points],
        "path": [numbers(row) for row in path],
        "surface": [bottom.ww, bottom.wb, bottom.wy, bottom.y, bottom.yy],
        "best": [weight, bias],
        "onlyOne": only_one,
        "ask": ask,
    }
    _mount(key=key, data=data)
