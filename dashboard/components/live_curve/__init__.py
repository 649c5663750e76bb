"""The curve of a run while it trains: loss and accuracy, training against validation.

Streamlit's own Plotly element is made anew at every change of its data; this component keeps its nodes in the page
and only moves them. It follows the run's event stream by itself (:mod:`dashboard.streams`): no script runs while
points arrive, and when the run is over the page's script runs once more. ``docs/live-curve.md`` says why. Where a run
keeps its weights, the curve hands them on to other views of the page, as ``run-path`` events of the window.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import streamlit as st

from dashboard import streams
from dashboard.charts.summary import curve_summary
from dashboard.stream_events import numbers, snapshot
from dashboard.workers.pool import RunStatus

__all__ = ["live_curve"]

_SERIES = ("loss", "val_loss", "accuracy", "val_accuracy")

_HTML = """
<div class="live-curve">
  <ul class="overlays" aria-label="Other runs, thin lines" hidden></ul>
  <div class="plots" role="img" tabindex="0" aria-label="The curves of a training run"></div>
  <progress class="progress" max="1" value="0" aria-label="The epoch under way"></progress>
  <p class="summary"></p>
  <p class="status" role="status"></p>
  <div class="announcer" aria-live="polite"></div>
  <details>
    <summary>Show the numbers as a table</summary>
    <div class="table" tabindex="0" role="region" aria-label="Loss and accuracy at each epoch">
      <table><thead></thead><tbody></tbody></table>
    </div>
  </details>
</div>
"""


def browser_source(*names: str) -> str:
    """Return the text of files of this folder, one after the other: other views in the browser share some of it."""
    return "\n".join((Path(__file__).parent / name).read_text(encoding="utf-8") for name in names)


_mount = st.components.v2.component(
    "tensorflow_by_doing.live_curve",
    html=_HTML,
    css=browser_source("live_curve.css"),
    js=browser_source("scale.js", "panel.js", "stream.js", "live_curve.js"),
)


def live_curve(
    status: RunStatus | None,
    *,
    key: str,
    total_epochs: int = 1,
    overlays: Sequence[Mapping[str, Any]] = (),
    height: int = 240,
    accuracy: bool = True,
    on_end: Callable[[], None] | None = None,
) -> None:
    """Draw the curves of a run, and let them grow by themselves until it is over; then the script runs once more.

    Two panels stand side by side, or one above the other on a narrow page; the gap between training and validation
    is shaded and named. Values that are nan or infinite break the line and are named in the plot and in the
    sentence below it. The accuracy panel goes when a run has none. Where the run waits, the page says for what.

    Call it once in every run of the script, in the same place: what may come and go above it belongs in a container
    that is always there. A curve that moved to a new place would be on the page twice for a moment.

    Args:
        status: Where the run stands; None draws empty axes. Values of ``loss``, ``val_loss``, ``accuracy`` and
            ``val_accuracy`` are drawn, others left out.
        key: The component's key; keep it the same for the life of the page, whatever run is on show.
        total_epochs: The end of the horizontal axis while there is no run, at least 1.
        overlays: Other runs, drawn as thin dashed lines behind this one, each with a key ``name`` (a few words),
            ``history`` (as ``keras.callbacks.History.history``) and ``colour`` (0 to 6: which of the colours for
            further runs, repeated beyond). The validation series is drawn, or the training series where there is
            no validation.
        height: Height of each plot in CSS pixels.
        accuracy: Whether there is an accuracy to draw; without it the loss has all the room from the start.
        on_end: Called before the run of the script that the curve asks for when its run is over.

    Raises:
        ValueError: If ``total_epochs`` is less than 1.
    """
    if total_epochs < 1:
        raise ValueError(f"Expected total_epochs of at least 1. Received: {total_epochs}")
    _mount(
        key=key,
        data={
            "run": status.run.id if status else "",
            "url": streams.PATH,
            "snapshot": _known(status, total_epochs),
            "overlays": [_overlay(overlay) for overlay in overlays],
            "height": height,
            "accuracy": accuracy,
        },
        on_ended_change=on_end or _nothing,
    )


def _nothing() -> None:
    """Only the run of the script itself is wanted."""


def _known(status: RunStatus | None, total_epochs: int) -> dict[str, Any]:
    if status is not None:
        known = snapshot(status)
        known.pop("path", None)  # not drawn here
        known["history"] = {name: known["history"][name] for name in _SERIES if name in known["history"]}
        return known
    return {
        "state": "idle",
        "history": {},
        "total_epochs": total_epochs,
        "stopped_epoch": None,
        "summary": curve_summary({}, total_epochs=total_epochs, state="idle"),
        "message": "",
        "position": None,
        "progress": 0.0,
    }


def _overlay(overlay: Mapping[str, Any]) -> dict[str, Any]:
    history = {name: numbers(overlay["history"][name]) for name in _SERIES if name in overlay["history"]}
    return {"name": str(overlay["name"]), "history": history, "colour": int(overlay["colour"])}
