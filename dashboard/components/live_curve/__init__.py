"""The curve of a run while it trains: loss and accuracy, training against validation.

Streamlit's own Plotly element is made anew at every change of its data; this component keeps its nodes in the
page and only moves them, so that ten updates a second stay smooth and a tooltip stays open.
"""

import math
from collections.abc import Mapping, Sequence
from pathlib import Path

import streamlit as st

from dashboard.charts.summary import curve_summary

__all__ = ["live_curve"]

_SERIES = ("loss", "val_loss", "accuracy", "val_accuracy")

_HTML = """
<div class="live-curve">
  <div class="plots" role="img" tabindex="0"></div>
  <p class="summary"></p>
  <div class="announcer" aria-live="polite"></div>
  <details>
    <summary>Show the numbers as a table</summary>
    <div class="table" tabindex="0" role="region" aria-label="Loss and accuracy at each epoch">
      <table><thead></thead><tbody></tbody></table>
    </div>
  </details>
</div>
"""


def _read(*names: str) -> str:
    return "\n".join((Path(__file__).parent / name).read_text(encoding="utf-8") for name in names)


_mount = st.components.v2.component(
    "tensorflow_by_doing.live_curve",
    html=_HTML,
    css=_read("live_curve.css"),
    js=_read("scale.js", "panel.js", "live_curve.js"),
)


def live_curve(
    history: Mapping[str, Sequence[float]],
    *,
    total_epochs: int,
    state: str,
    key: str,
    stopped_epoch: int | None = None,
    stop_reason: str = "",
    height: int = 240,
) -> None:
    """Draw the curves of a run; call it again with a longer history to make them grow.

    Place it in a fragment with ``run_every``. Two panels stand side by side, or one above the other on a
    narrow page; the gap between training and validation is shaded and named. Values that are nan or infinite
    break the line and are named in the plot and in the sentence below it. The accuracy panel goes when a run
    has none.

    Args:
        history: Values of ``loss``, ``val_loss``, ``accuracy`` and ``val_accuracy`` after each epoch, as
            ``keras.callbacks.History.history`` holds them; any may be missing, others are left out.
            Accuracies are fractions, 0 to 1.
        total_epochs: Epochs asked for, at least 1; the end of the horizontal axis.
        state: The run's state, such as ``"queued"``, ``"running"`` or ``"finished"``; it chooses the words
            (see :func:`dashboard.charts.summary.curve_summary`).
        key: The component's key; keep it the same for the life of the page.
        stopped_epoch: The epoch, counted from 1, after which a callback or the learner ended the run early.
        stop_reason: Why it stopped, as the end of a sentence: "accuracy reached 95 %".
        height: Height of each plot in CSS pixels.

    Raises:
        ValueError: If ``total_epochs`` is less than 1.
    """
    if total_epochs < 1:
        raise ValueError(f"Expected total_epochs of at least 1. Received: {total_epochs}")
    summary = curve_summary(
        history, total_epochs=total_epochs, state=state, stopped_epoch=stopped_epoch, stop_reason=stop_reason
    )
    _mount(
        key=key,
        data={
            "series": {
                name: [_for_json(value) for value in history[name]] for name in _SERIES if name in history
            },
            "total_epochs": max(total_epochs, *(len(history[name]) for name in history), 1),
            "stopped_epoch": stopped_epoch,
            "state": state,
            "summary": summary,
            "height": height,
        },
    )


def _for_json(value: float) -> float | str:
    """Six digits are more than a screen shows; JSON holds neither nan nor infinities."""
    number = float(value)
    if math.isnan(number):
        return "nan"
    if math.isinf(number):
        return "inf" if number > 0 else "-inf"
    return float(f"{number:.6g}")
