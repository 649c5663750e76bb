"""What the browser is told of a run: pure functions from where it stands to the events of the stream.

The events and their data, as JSON (numbers rounded to six significant digits; nan and infinities as the texts
``"nan"``, ``"inf"`` and ``"-inf"``):

=========  =====================================================================================================
snapshot   all of it: run, state, history, total_epochs, stopped_epoch, summary, message, position, progress, path
epoch      run, first (the first new epoch, from 0), logs (name to the new values), summary; and where the run
           keeps a handful of weights: path (the new rows) and path_first (the place of the first)
state      run, state, stopped_epoch, message, position, total_epochs, summary
progress   run, fraction: how much of a slow epoch is done, 0 to 1
gone       run, message: there is no such run
end        empty: every run of this stream is over, and the stream with it
=========  =====================================================================================================
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dashboard.charts.summary import curve_summary
from dashboard.experiments.run import Run
from dashboard.workers.pool import RunStatus

MOST_WEIGHTS = 8  # of a model whose weights are told after every epoch
END = "event: end\ndata: {}\n\n"


def encode(event: str, data: Mapping[str, Any]) -> str:
    """Return one server-sent event as text."""
    return f"event: {event}\ndata: {json.dumps(data, allow_nan=False, separators=(',', ':'))}\n\n"


def gone(run_id: str, message: str) -> str:
    """Return the event for a run that is not there."""
    return encode("gone", {"run": run_id, "message": message})


def snapshot(status: RunStatus) -> dict[str, Any]:
    """Return all that a page needs to draw a run.

    Args:
        status: where the run stands.
    """
    history = {name: numbers(values) for name, values in status.run.history.items()}
    return {
        **_standing(status),
        "summary": _summary(status),
        "history": history,
        "progress": round(status.run.progress, 3),
        **_path(status.run, 0),
    }


def _path(run: Run, first: int) -> dict[str, Any]:
    """Return the weights at the start and after each epoch, from row ``first`` on; nothing for a larger model."""
    if not run.path or len(run.path[0]) > MOST_WEIGHTS:
        return {}
    return {"path": [numbers(row) for row in run.path[first:]], "path_first": first}


def numbers(values: Sequence[float]) -> list[float | str]:
    """Return values as JSON can hold them; six digits are more than a screen shows."""
    return [_number(float(value)) for value in values]


def _number(value: float) -> float | str:
    if math.isnan(value):
        return "nan"
    if math.isinf(value):
        return "inf" if value > 0 else "-inf"
    return float(f"{value:.6g}")


class Follower:
    """Tells one run to one stream: first all of it, then what is new.

    Args:
        run_id: the run.
    """

    def __init__(self, run_id: str) -> None:
        self.run_id = run_id
        self.over = False
        self._told: RunStatus | None = None

    def lose(self, message: str) -> str:
        """Return the event that ends this run because it is not there."""
        self.over = True
        return gone(self.run_id, message)

    def news(self, status: RunStatus) -> str:
        """Return the events that have come since the last call, as text; empty if nothing has changed."""
        before, self._told = self._told, status
        self.over = status.state.final
        if before == status:
            return ""
        if before is None or not _can_append(before.run, status.run):
            return encode("snapshot", snapshot(status))
        return "".join(_changes(before, status))


def _changes(before: RunStatus, now: RunStatus) -> Iterator[str]:
    run, known = now.run, before.run.epochs_done
    if run.epochs_done > known:
        logs = {name: numbers(values[known:]) for name, values in run.history.items()}
        more = _path(run, len(before.run.path))
        yield encode("epoch", {"run": run.id, "first": known, "logs": logs, "summary": _summary(now), **more})
    elif run.progress != before.run.progress:
        yield encode("progress", {"run": run.id, "fraction": round(run.progress, 3)})
    if _standing(before) != _standing(now):
        yield encode("state", {**_standing(now), "summary": _summary(now)})


def _standing(status: RunStatus) -> dict[str, Any]:
    return {
        "run": status.run.id,
        "state": status.state.value,
        "stopped_epoch": status.run.stopped_epoch,
        "message": status.message,
        "position": status.position,
        "total_epochs": _total_epochs(status.run),
    }


def _summary(status: RunStatus) -> str:
    return curve_summary(
        status.run.history,
        total_epochs=_total_epochs(status.run),
        state=status.state.value,
        stopped_epoch=status.run.stopped_epoch,
    )


def _total_epochs(run: Run) -> int:
    return max(run.config.epochs, run.epochs_done)


def _can_append(before: Run, now: Run) -> bool:
    """Whether the new history is the old one and more: the same series, all of one length."""
    if not before.history:
        return True
    return (
        before.history.keys() == now.history.keys()
        and now.epochs_done >= before.epochs_done
        and len({len(values) for values in now.history.values()}) == 1
    )
