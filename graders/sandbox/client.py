"""The judge's side of one confined child: asks, watches limits, and believes nothing."""

from __future__ import annotations

import contextlib
import signal
import time
from collections.abc import Collection
from types import TracebackType
from typing import Any, Self

from graders.sandbox import usage, wire
from graders.sandbox.channels import Channels
from graders.sandbox.errors import (
    ChildDied,
    ChildFailure,
    Frame,
    LearnerError,
    OutOfMemory,
    ProtocolError,
    SandboxError,
    TimedOut,
)
from graders.sandbox.limits import Limits

_SAMPLE_SECONDS = 0.05
_START_SECONDS = 120.0
_LAST_WORDS_SECONDS = 2.0


class Child:
    """A confined process that runs learner code and answers questions about it.

    Use it as a context manager, or call :meth:`close`. One thread at a time may use it.

    Args:
        address: of the fork server, :attr:`ForkServer.address`.
        limits: what the child may use; the defaults of :class:`Limits` if None.
        disabled_layers: layers of confinement to leave out, for tests that prove each layer; the server must allow it.

    Raises:
        SandboxError: if no child could be started.
    """

    def __init__(
        self, address: str, limits: Limits | None = None, disabled_layers: Collection[str] = frozenset()
    ) -> None:
        self._limits = limits or Limits()
        self._failure: ChildFailure | None = None
        self._questions = 0
        self._closed = False
        self._channels = Channels(address, self._limits, disabled_layers)
        try:
            self._pid = self._wait_until_ready()
        except BaseException:
            self.close()
            raise
        self._used = usage.sample(self._pid)
        self._baseline = self._used.resident_bytes

    @property
    def layers(self) -> tuple[str, ...]:
        """The layers of confinement that hold, in the order of :data:`graders.layers.ALL_LAYERS`."""
        return self._channels.layers

    @property
    def alive(self) -> bool:
        """Whether another question can be asked."""
        return not self._closed and self._channels.exit is None

    @property
    def stdout(self) -> str:
        """What learner code has printed so far, bounded."""
        return self._channels.stdout.text

    @property
    def stderr(self) -> str:
        """The same for standard error."""
        return self._channels.stderr.text

    @property
    def cpu_seconds(self) -> float:
        """Computing time of the child and its descendants so far."""
        if self.alive:
            self._take_sample()
        return self._used.cpu_seconds

    @property
    def pid(self) -> int:
        """Process id, outside, of the child's first process."""
        return self._pid

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def ask(self, kind: str, /, **fields: Any) -> Any:
        """Put one question and return its answer.

        Args:
            kind: ``files``, ``load``, ``probe``, ``run`` or ``call``; see :class:`graders.sandbox.child.Session`.
            fields: its arguments: plain data and NumPy arrays.

        Returns:
            Plain data, NumPy arrays and :class:`~graders.sandbox.wire.Opaque`, nested. Nothing about it has been
            checked but that it is such data. Strings may hold lone surrogates.

        Raises:
            LearnerError: learner code raised; the child lives on.
            ChildFailure: any other subclass: the child is dead, with all that it started.
            SandboxError: a fault of ours.
        """
        if not self.alive:
            raise self._failure or ChildDied("it had ended before this question")
        question = wire.encode(wire.Message(self._questions + 1, kind, fields))
        self._questions += 1
        try:
            return self._read_reply(self._exchange(question))
        except LearnerError:
            raise
        except ChildFailure as failure:
            self._failure = failure
            self.close()
            raise
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """End the child and everything it started; returns when they are gone. May be called again."""
        if not self._closed:
            self._closed = True
            self._channels.close()

    def _wait_until_ready(self) -> int:
        channels = self._channels
        deadline = time.monotonic() + _START_SECONDS
        while channels.pid is None and channels.exit is None:
            channels.pump(_SAMPLE_SECONDS)
            if time.monotonic() > deadline:
                raise SandboxError(f"A confined child did not start within {_START_SECONDS:g} seconds.")
        if channels.pid is None or channels.exit is not None:
            channels.drain_output()
            ended = channels.exit or {}
            why = ended.get("error") or f"it ended at once ({ended}) {self.stderr[-1500:]}"
            raise SandboxError(f"A confined child could not be started: {why}")
        return channels.pid

    def _exchange(self, question: bytes) -> wire.Message:
        channels = self._channels
        channels.pump(0)
        if channels.inbox:
            raise ProtocolError("the child spoke without being asked")
        self._take_sample()
        cpu_before, started = self._used.cpu_seconds, time.monotonic()
        next_sample = started + _SAMPLE_SECONDS
        channels.send(question)
        while True:
            channels.pump(max(0.0, next_sample - time.monotonic()))
            length = wire.frame_length(channels.inbox, self._limits.answer_bytes)
            if length is not None and len(channels.inbox) >= length:
                return self._take_frame(length)
            if channels.exit is not None or channels.hung_up:
                raise self._death()
            if time.monotonic() >= next_sample:
                self._take_sample()
                self._enforce(cpu_before, started)
                next_sample = time.monotonic() + _SAMPLE_SECONDS

    def _take_frame(self, length: int) -> wire.Message:
        channels = self._channels
        channels.drain_output()  # what was printed before the answer
        channels.pump(0)
        if len(channels.inbox) > length:
            raise ProtocolError("the child answered more than once")
        frame = bytes(channels.inbox)
        channels.inbox.clear()
        message = wire.decode(frame)
        if message.id != self._questions:
            raise ProtocolError("the child answered another question")
        return message

    def _read_reply(self, message: wire.Message) -> Any:
        match message.kind:
            case "answer":
                return message.payload
            case "raised":
                raise _learner_error(message.payload)
            case "memory":
                raise OutOfMemory(self._limits.memory_bytes)
            case "unencodable":
                raise ProtocolError(f"the answer cannot be sent: {str(message.payload)[:300]}")
            case "fault":  # its own word: were it a fault of ours, any submission could ask for a person
                raise ProtocolError(f"the child did not take the question: {str(message.payload)[:300]}")
        raise ProtocolError("the answer is of an unknown kind")

    def _take_sample(self) -> None:
        now = usage.sample(self._pid)
        # A process that dies unreaped takes its count with it; time spent stays spent.
        spent = max(now.cpu_seconds, self._used.cpu_seconds)
        self._used = usage.Usage(spent, now.resident_bytes, now.processes)

    def _enforce(self, cpu_before: float, started: float) -> None:
        limits = self._limits
        # Memory first: on a busy machine a sample comes late, and finds that filling it has taken the time as well.
        allowed = self._baseline + limits.memory_bytes
        if self._used.resident_bytes > allowed:
            exact = usage.proportional_bytes(self._used.processes)
            if exact is None or exact > allowed:
                raise OutOfMemory(limits.memory_bytes)
        if self._used.cpu_seconds - cpu_before > limits.cpu_seconds:
            raise TimedOut(limits.cpu_seconds, "cpu")
        if time.monotonic() - started > limits.wall_seconds:
            raise TimedOut(limits.wall_seconds, "wall")

    def _death(self) -> ChildFailure | SandboxError:
        """Return what to raise for a child that has ended, or has closed its end of the answers."""
        channels = self._channels
        deadline = time.monotonic() + _LAST_WORDS_SECONDS
        while channels.exit is None and time.monotonic() < deadline:
            channels.pump(_SAMPLE_SECONDS)
        channels.drain_output()
        ended = channels.exit
        if ended is None:
            return ChildDied("closed its answer channel")
        if "error" in ended:
            return SandboxError(f"A confined child could not go on: {ended['error']}")
        if "lost" in ended:
            return SandboxError("The grading server ended while a question was open.")
        if "code" in ended:
            return ChildDied(f"exit code {ended['code']}")
        return self._killed(int(ended["signal"]), bool(ended.get("oom")))

    def _killed(self, number: int, out_of_memory: bool) -> ChildFailure:
        # TensorFlow aborts where C++ code cannot get memory.
        aborted = number == signal.SIGABRT and "bad_alloc" in self.stderr[-5000:]
        if out_of_memory or aborted:
            return OutOfMemory(self._limits.memory_bytes)
        if number == signal.SIGXCPU:
            return TimedOut(self._limits.cpu_seconds, "cpu")
        with contextlib.suppress(ValueError):
            return ChildDied(f"killed by signal {number} ({signal.Signals(number).name})")
        return ChildDied(f"killed by signal {number}")


def _learner_error(payload: Any) -> ChildFailure:
    """Return the error that a child reports, which may be anything that looks like one."""
    data = payload if isinstance(payload, dict) else {}
    name, message = data.get("type"), data.get("message")
    frames, notes = data.get("frames"), data.get("notes")
    if not isinstance(name, str) or not isinstance(message, str):
        return ProtocolError("the child reports an error that is none")
    return LearnerError(
        name[:200],
        message[:4000],
        tuple(
            _frame(entry)
            for entry in (frames if isinstance(frames, list) else [])[:50]
            if isinstance(entry, dict)
        ),
        tuple(
            note[:4000] for note in (notes if isinstance(notes, list) else [])[:10] if isinstance(note, str)
        ),
        data.get("in_probe") is True,
    )


def _frame(entry: dict[Any, Any]) -> Frame:
    line, texts = entry.get("line"), (entry.get("filename"), entry.get("function"), entry.get("text"))
    filename, function, text = (each[:300] if isinstance(each, str) else "?" for each in texts)
    return Frame(filename, line if type(line) is int else 0, function, text)
