"""A browser's side of Streamlit's protocol: one WebSocket session, and what its page shows.

A page is kept as the browser keeps it: elements by their place, renewed by script and fragment runs, dropped when a
run no longer draws them; the states of all widgets, sent with each rerun; timers of fragments that asked for one.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlencode

from streamlit.proto.Alert_pb2 import Alert
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.Slider_pb2 import Slider
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

ANSWER_SECONDS = 120.0
_CACHED_MESSAGES = 64
_LARGEST_MESSAGE = 64 * 2**20


class SessionError(RuntimeError):
    """The session showed an exception, ended by itself, or did not answer."""


@dataclass
class _Place:
    """What is drawn at one place of the page."""

    element: Element
    run: str
    fragment: str


@dataclass
class _Waiting:
    """A request whose script run has still to end."""

    done: asyncio.Future[None]
    run: str = ""


@dataclass
class Problems:
    """What a learner should never see."""

    exceptions: list[str] = field(default_factory=list)
    errors_told: list[str] = field(default_factory=list)
    warnings_told: list[str] = field(default_factory=list)
    disconnects: list[str] = field(default_factory=list)


class Session:
    """One open page: connect, act, and read what it shows.

    Args:
        address: ``127.0.0.1:8501``, without a scheme.
        page: the page's name in the address, such as ``lesson-hands-on-vision``; empty for the front page.
        query: text after the question mark of the address.
        cookies: what the browser sends with the WebSocket's handshake, by name.
        problems: where problems are noted; shared by the sessions of one browser.
        on_change: called after each message that may have changed the page.
    """

    def __init__(
        self,
        address: str,
        page: str,
        query: str,
        *,
        cookies: dict[str, str],
        problems: Problems,
        on_change: Callable[[], None],
    ) -> None:
        self.query = query
        self.pages: dict[str, str] = {}
        self._address, self._page_name, self._cookies = address, page, cookies
        self._problems, self._on_change = problems, on_change
        self._page_hash = ""
        self._places: dict[tuple[int, ...], _Place] = {}
        self._states: dict[str, WidgetState] = {}
        self._cache: dict[str, ForwardMsg] = {}
        self._timers: dict[str, asyncio.Task[None]] = {}
        self._waiting: list[_Waiting] = []
        self._run, self._fragments = "", frozenset[str]()
        self._socket: ClientConnection | None = None
        self._reader: asyncio.Task[None] | None = None
        self._leaving = False
        self._quiet = False

    async def open(self) -> None:
        """Connect and wait until the page is drawn."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items())}
        self._socket = await connect(
            f"ws://{self._address}/_stcore/stream",
            subprotocols=["streamlit"],  # type: ignore[list-item]  # the names are a NewType of str
            additional_headers=headers if self._cookies else None,
            origin=f"http://{self._address}",  # type: ignore[arg-type]
            max_size=_LARGEST_MESSAGE,
            open_timeout=ANSWER_SECONDS,
            ping_timeout=ANSWER_SECONDS,
        )
        self._reader = asyncio.create_task(self._read())
        await self.answered(self._rerun())

    async def close(self) -> None:
        """Leave, as a closed tab does."""
        self._leaving = True
        self._stop_timers()
        if self._socket is not None:
            await self._socket.close()
        if self._reader is not None:
            await self._reader

    # What a person does. Each returns a future that is done when the page has been drawn again.

    def click(self, label: str) -> asyncio.Future[None]:
        """Press a button."""
        button = self._find("button", label)
        if button.disabled:
            raise SessionError(f"The button {label!r} is disabled.")
        return self._rerun(WidgetState(id=button.id, trigger_value=True))

    def slide(self, label: str, value: float | str) -> asyncio.Future[None]:
        """Move a slider to a number, or to one of its words."""
        slider = self._find("slider", label)
        self._states[slider.id] = _state_of_slider(slider.id, value)
        return self._rerun()

    def trigger(self, widget_id: str, event: str, value: Any) -> asyncio.Future[None]:
        """Let a component of the page tell the server something."""
        payload = json.dumps([{"event": event, "value": value}])
        return self._rerun(WidgetState(id=widget_id, json_trigger_value=payload))

    def go(self, page: str) -> asyncio.Future[None]:
        """Open another page from the navigation."""
        self._stop_timers()
        self._places.clear()
        self._states.clear()
        self.query = ""
        self._page_hash = self.pages[page]
        return self._rerun()

    async def answered(self, request: asyncio.Future[None]) -> float:
        """Wait for a request; return the seconds it took from now.

        Raises:
            SessionError: if the session ended or did not answer.
        """
        begin = time.perf_counter()
        try:
            await asyncio.wait_for(request, ANSWER_SECONDS)
        except TimeoutError:
            raise SessionError(f"No answer within {ANSWER_SECONDS:.0f} s.") from None
        return time.perf_counter() - begin

    # What a person sees.

    def has(self, kind: str, label: str) -> bool:
        """Return whether there is such a widget, and a button is enabled."""
        try:
            widget = self._find(kind, label)
        except SessionError:
            return False
        return not widget.disabled

    def value(self, label: str) -> float | str:
        """Return where a slider stands: a number, or the word it shows."""
        state = self._states[self._find("slider", label).id]
        words = state.string_array_value.data
        return str(words[0]) if words else float(state.double_array_value.data[0])

    def options(self, label: str) -> list[str]:
        """Return the words that a slider offers."""
        return list(self._find("slider", label).options)

    def component(self, name: str) -> tuple[str, dict[str, Any]] | None:
        """Return the id and the data of a component whose name ends so, or None if it is not there."""
        for element in self._elements("bidi_component"):
            if element.component_name.endswith(name):
                return element.id, json.loads(element.json or element.mixed.json or "null") or {}
        return None

    def parameter(self, name: str) -> str:
        """Return a parameter of the address, or an empty text."""
        return parse_qs(self.query).get(name, [""])[0]

    @property
    def quiet(self) -> bool:
        """Whether no script run is under way: all that is drawn belongs together."""
        return self._quiet

    @property
    def open_and_well(self) -> bool:
        """Whether the connection stands."""
        return self._reader is not None and not self._reader.done()

    def _elements(self, kind: str) -> Iterator[Any]:
        for place in self._places.values():
            if place.element.WhichOneof("type") == kind:
                yield getattr(place.element, kind)

    def _find(self, kind: str, label: str) -> Any:
        for element in self._elements(kind):
            if element.label == label:
                return element
        raise SessionError(f"The page has no {kind} {label!r}.")

    # The protocol.

    def _rerun(
        self, trigger: WidgetState | None = None, *, fragment: str = "", automatic: bool = False
    ) -> asyncio.Future[None]:
        message = BackMsg()
        request = message.rerun_script
        request.query_string = self.query
        request.widget_states.widgets.extend(self._states.values())
        if trigger is not None:
            request.widget_states.widgets.append(trigger)
        request.page_script_hash = self._page_hash
        request.page_name = "" if self._page_hash else self._page_name
        request.fragment_id = fragment
        request.is_auto_rerun = automatic
        request.cached_message_hashes.extend(self._cache)
        request.context_info.url = f"http://{self._address}/{self._page_name}"
        waiting = _Waiting(asyncio.get_running_loop().create_future())
        if not automatic:
            self._waiting.append(waiting)
        if not self.open_and_well:
            waiting.done.set_exception(SessionError("The connection is lost."))
            return waiting.done
        assert self._socket is not None
        sending = asyncio.create_task(self._socket.send(message.SerializeToString()))
        sending.add_done_callback(lambda task: task.cancelled() or task.exception())  # the reader tells it
        return waiting.done

    async def _read(self) -> None:
        assert self._socket is not None
        why = "the server closed the connection"
        with contextlib.suppress(ConnectionClosed):
            async for data in self._socket:
                message = ForwardMsg()
                message.ParseFromString(data if isinstance(data, bytes) else data.encode())
                self._receive(message)
                self._on_change()
        self._stop_timers()
        if not self._leaving:
            self._problems.disconnects.append(why)
        for waiting in self._waiting:
            if not waiting.done.done():
                waiting.done.set_exception(SessionError(f"No answer: {why}."))
                waiting.done.exception()  # it may be that nobody waits any more

    def _receive(self, message: ForwardMsg) -> None:
        if message.WhichOneof("type") == "ref_hash":
            kept = self._cache[message.ref_hash]
            whole = ForwardMsg()
            whole.CopyFrom(kept)
            whole.metadata.CopyFrom(message.metadata)
            message = whole
        elif message.metadata.cacheable and message.hash:
            self._cache[message.hash] = message
            while len(self._cache) > _CACHED_MESSAGES:
                del self._cache[next(iter(self._cache))]
        match message.WhichOneof("type"):
            case "new_session":
                self._begin_run(message)
            case "delta":
                self._draw(message)
            case "script_finished":
                self._end_run(message)
            case "page_info_changed":
                self.query = message.page_info_changed.query_string
            case "navigation":
                self.pages = {
                    page.url_pathname: page.page_script_hash for page in message.navigation.app_pages
                }
                self._page_hash = message.navigation.page_script_hash
            case "auto_rerun":
                self._keep_time(message.auto_rerun.fragment_id, message.auto_rerun.interval)
            case "stop_auto_rerun":
                if timer := self._timers.pop(message.stop_auto_rerun.fragment_id, None):
                    timer.cancel()
            case "page_not_found":
                self._problems.exceptions.append(f"page not found: {message.page_not_found.page_name}")
            case "session_event" if message.session_event.HasField("script_compilation_exception"):
                self._problems.exceptions.append(message.session_event.script_compilation_exception.message)

    def _begin_run(self, message: ForwardMsg) -> None:
        self._quiet = False
        self._run = message.metadata.run.script_run_id
        self._fragments = frozenset(message.metadata.run.fragment_ids)
        if not self._fragments:
            self._stop_timers()
            for waiting in self._waiting:
                waiting.run = self._run

    def _draw(self, message: ForwardMsg) -> None:
        path, delta = tuple(message.metadata.delta_path), message.delta
        kind = delta.WhichOneof("type")
        if kind == "new_element":
            self._places[path] = _Place(delta.new_element, self._run, delta.fragment_id)
            self._mount(delta.new_element)
        elif kind == "add_block":
            self._places.pop(path, None)

    def _mount(self, element: Element) -> None:
        """Take over an element's value, and note what nobody should have to read."""
        match element.WhichOneof("type"):
            case "exception":
                self._problems.exceptions.append(f"{element.exception.type}: {element.exception.message}")
            case "alert" if element.alert.format == Alert.Format.ERROR:
                self._problems.errors_told.append(element.alert.body)
            case "alert" if element.alert.format == Alert.Format.WARNING:
                self._problems.warnings_told.append(element.alert.body)
            case "slider":
                slider = element.slider
                if slider.set_value or slider.id not in self._states:
                    self._states[slider.id] = _initial_slider(slider)
            case "selectbox":
                box = element.selectbox
                if box.set_value or box.id not in self._states:
                    chosen = box.raw_value if box.set_value else _option(box.options, box.default)
                    self._states[box.id] = WidgetState(id=box.id, string_value=chosen)
            case "checkbox":
                box = element.checkbox
                if box.set_value or box.id not in self._states:
                    on = box.value if box.set_value else box.default
                    self._states[box.id] = WidgetState(id=box.id, bool_value=on)
            case "number_input":
                number = element.number_input
                if number.set_value or number.id not in self._states:
                    shown = number.value if number.set_value else number.default
                    self._states[number.id] = WidgetState(id=number.id, double_value=shown)

    def _end_run(self, message: ForwardMsg) -> None:
        status = message.script_finished
        if status == ForwardMsg.FINISHED_EARLY_FOR_RERUN:
            for waiting in self._waiting:
                waiting.run = ""  # the run that follows answers
            return
        if status == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
            self._problems.exceptions.append("the script could not be compiled")
        drawn = {
            path: place
            for path, place in self._places.items()
            if place.run == self._run or (self._fragments and place.fragment not in self._fragments)
        }
        self._places = drawn
        self._quiet = True
        if self._fragments:
            return
        shown = {
            getattr(getattr(p.element, p.element.WhichOneof("type") or "empty"), "id", "")
            for p in drawn.values()
        }
        self._states = {name: state for name, state in self._states.items() if name in shown}
        over = [waiting for waiting in self._waiting if waiting.run == self._run]
        self._waiting = [waiting for waiting in self._waiting if waiting.run != self._run]
        for waiting in over:
            if not waiting.done.done():
                waiting.done.set_result(None)

    def _keep_time(self, fragment: str, interval: float) -> None:
        async def tick() -> None:
            while True:
                await asyncio.sleep(interval)
                self._rerun(fragment=fragment, automatic=True)

        if old := self._timers.pop(fragment, None):
            old.cancel()
        self._timers[fragment] = asyncio.create_task(tick())

    def _stop_timers(self) -> None:
        for timer in self._timers.values():
            timer.cancel()
        self._timers.clear()


def query_of(**values: object) -> str:
    """Return the text of an address after its question mark."""
    return urlencode(values)


def _state_of_slider(widget_id: str, value: float | str) -> WidgetState:
    state = WidgetState(id=widget_id)
    if isinstance(value, str):
        state.string_array_value.data.append(value)
    else:
        state.double_array_value.data.append(value)
    return state


def _initial_slider(slider: Slider) -> WidgetState:
    if slider.type == Slider.Type.SELECT_SLIDER:
        word = (
            slider.raw_value[0]
            if slider.set_value and slider.raw_value
            else slider.options[int(slider.default[0])]
        )
        return _state_of_slider(slider.id, str(word))
    return _state_of_slider(slider.id, float((slider.value if slider.set_value else slider.default)[0]))


def _option(options: Any, index: int) -> str:
    return str(options[index]) if 0 <= index < len(options) else ""
