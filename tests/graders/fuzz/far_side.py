"""A child that says what a fuzzer wants, over real sockets and pipes, without a fork server.

Nothing here runs learner code: the bytes are only read, by the real :class:`~graders.sandbox.client.Child`.
"""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any
from unittest.mock import patch

import numpy as np

from graders.grading.evaluation import TrainedModel, read_model
from graders.grading.proxy import checked_load_report
from graders.grading.verdicts import Wrong, readable, verdict_of
from graders.sandbox import Child, ChildFailure, Limits, Opaque, client, wire
from graders.sandbox.channels import Channels

ANSWER_BYTES = 2**20
LIMITS = Limits(answer_bytes=ANSWER_BYTES, output_bytes=4096, wall_seconds=20.0)
# A process id that no process has: the fuzzer is not its own child.
NOBODY = 2**22 + 1
SLACK_BYTES = 2 * 2**18  # the last pieces read before the bound is seen

Event = tuple[str, bytes]
"""What the far side does next: ``answer``, ``stdout`` or ``stderr`` with bytes, or ``hang up``."""


class ScriptedChannels(Channels):
    """Channels whose far side plays one event each time the judge looks.

    Args:
        events: the script; when it has ended, the child has exited.
        limits: as for :class:`Channels`.
    """

    def __init__(self, events: Iterable[Event], limits: Limits) -> None:
        self._events: Iterator[Event] = iter(events)
        self._unsent = memoryview(b"")
        self.most_held = 0
        super().__init__("", limits, ())

    def _connect(self, *_: object) -> None:
        self._answer, self._far_answer = socket.socketpair()
        self._control, self._far_control = socket.socketpair()
        self._stdout_pipe, self._far_stdout = os.pipe()
        self._stderr_pipe, self._far_stderr = os.pipe()
        self._far_answer.setblocking(False)
        for pipe in (self._far_stdout, self._far_stderr):
            os.set_blocking(pipe, False)
        self._watch()
        self._say({"pid": NOBODY, "layers": []})

    def pump(self, _: float) -> None:
        if self.pid is not None:  # a child that is not ready yet has run no learner code
            self._play()
        super().pump(0.0)
        self.most_held = max(self.most_held, len(self.inbox))

    def close(self) -> None:
        self._end()
        super().close()
        self._far_answer.close()
        for pipe in (self._far_stdout, self._far_stderr):
            os.close(pipe)

    def _play(self) -> None:
        if self._unsent:
            try:
                self._unsent = self._unsent[self._far_answer.send(self._unsent) :]
            except BlockingIOError:
                return
            except OSError:  # the judge has hung up
                self._unsent = memoryview(b"")
            return
        kind, data = next(self._events, ("end", b""))
        with suppress(OSError):  # the judge has hung up, or a pipe is full
            match kind:
                case "answer":
                    self._unsent = memoryview(data)
                case "stdout":
                    os.write(self._far_stdout, data)
                case "stderr":
                    os.write(self._far_stderr, data)
                case "hang up":
                    self._far_answer.shutdown(socket.SHUT_RDWR)
                case _:
                    self._end()

    def _end(self) -> None:
        with suppress(OSError):
            self._say({"exit": {"code": 0}})
        self._far_control.close()

    def _say(self, report: dict[str, Any]) -> None:
        self._far_control.send(json.dumps(report).encode() + b"\n")


def judge(events: Iterable[Event], kind: str = "call") -> Any:
    """Ask one question of a child that plays ``events``, and use its answer as graders do.

    Returns:
        The answer, or the failure that a check would see.

    Raises:
        Exception: whatever must never happen, whichever bytes come.
    """
    channels: list[ScriptedChannels] = []

    def connect(address: str, limits: Limits, disabled: object) -> ScriptedChannels:
        channels.append(ScriptedChannels(events, limits))
        return channels[-1]

    with patch.object(client, "Channels", connect), Child("", LIMITS) as child:
        try:
            answer = child.ask(kind, function="f")
        except ChildFailure as failure:
            answer = failure
            verdict_of(failure)
        assert len(child.stdout) <= LIMITS.output_bytes + 100
        assert len(child.stderr) <= LIMITS.output_bytes + 100
    assert channels[0].most_held <= ANSWER_BYTES + SLACK_BYTES, "the judge holds more than the bound"
    if not isinstance(answer, ChildFailure):
        check_plain(answer)
        use(answer)
    return answer


def check_plain(value: Any, depth: int = 0) -> int:
    """Assert that an answer is the plain data that is promised, and return the bytes of its arrays."""
    assert depth <= wire.MAX_DEPTH + 1
    match value:
        case None | bool() | str() | float() | Opaque():
            return 0
        case int():
            float(value)
            return 0
        case list():
            held = sum(check_plain(item, depth + 1) for item in value)
        case dict():
            assert all(type(key) in wire.SCALARS for key in value)
            held = sum(check_plain(item, depth + 1) for item in value.values())
        case np.ndarray():
            assert type(value) is np.ndarray
            assert value.dtype.name in wire.DTYPES
            assert value.dtype.isnative
            assert len(value.tolist() if value.size == 0 and value.ndim else [0]) <= wire.MAX_EMPTY_ELEMENTS
            held = value.nbytes
        case _:
            raise AssertionError(f"{type(value)} is no plain data")
    assert held <= ANSWER_BYTES
    return held


def use(answer: Any) -> None:
    """Hand an answer to everything on the trusted side that takes one apart."""
    assert len(readable(answer)) <= 700
    checked_load_report(answer)
    with suppress(Wrong):
        assert isinstance(read_model(answer), TrainedModel)
