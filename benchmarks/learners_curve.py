"""The live curve as a browser runs it: what the page's script knew, then the event stream of the run."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

from benchmarks.learners_http import HttpError, run_events
from dashboard.experiments.run import RunState

RECONNECT_SECONDS = 1.0
_FINAL = {state.value for state in RunState if state.final}


class Curve:
    """Draws one run at a time; the rules are those of ``live_curve.js``.

    Args:
        address: of the server, without a scheme.
        cookies: of the browser.
        on_change: called when it draws something new.
        on_end: called with the run's id when the stream says that the run is over.
    """

    def __init__(
        self,
        address: str,
        cookies: dict[str, str],
        *,
        on_change: Callable[[], None],
        on_end: Callable[[str], None],
    ) -> None:
        self.run_id, self.state = "", "idle"
        self.series: dict[str, list[Any]] = {}
        self.lost_connections = 0
        self._address, self._cookies = address, cookies
        self._on_change, self._on_end = on_change, on_end
        self._stream: asyncio.Task[None] | None = None
        self._drawn: Mapping[str, Any] | None = None

    def receive(self, data: Mapping[str, Any]) -> None:
        """Take what a run of the page's script knew."""
        if data == self._drawn:
            return
        self._drawn = data
        snapshot, run_id = data["snapshot"], data["run"]
        another, done = run_id != self.run_id, snapshot["state"] in _FINAL
        if another:
            self.close()
        self.run_id = run_id
        if (
            another
            or done
            or (self._stream is None and _longest(snapshot["history"]) >= _longest(self.series))
        ):
            self._show(snapshot)
        if not run_id or done:
            self.close()
        elif self._stream is None:
            self._stream = asyncio.create_task(self._follow(data["url"], run_id))

    def close(self) -> None:
        """Follow no run any more."""
        if self._stream is not None:
            self._stream.cancel()
            self._stream = None

    async def _follow(self, url: str, run_id: str) -> None:
        while True:
            try:
                async for event, data in run_events(self._address, url, run_id, self._cookies):
                    if event == "end":
                        self._stream = None
                        self._on_end(run_id)
                        return
                    self._hear(event, data)
            except (HttpError, OSError, TimeoutError, asyncio.IncompleteReadError):
                pass
            self.lost_connections += 1
            await asyncio.sleep(RECONNECT_SECONDS)

    def _hear(self, event: str, data: Mapping[str, Any]) -> None:
        match event:
            case "snapshot":
                self._show(data)
            case "epoch":
                for name, values in data["logs"].items():
                    self.series.setdefault(name, [])[data["first"] :] = values
                self._on_change()
            case "state":
                self.state = data["state"]
                self._on_change()

    def _show(self, snapshot: Mapping[str, Any]) -> None:
        self.series = {name: list(values) for name, values in snapshot["history"].items()}
        self.state = snapshot["state"]
        self._on_change()


def _longest(history: Mapping[str, list[Any]]) -> int:
    return max(map(len, history.values()), default=0)
