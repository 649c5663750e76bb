"""The judge's connections to one child: answers, output, and the supervisor's reports, moved by one loop."""

from __future__ import annotations

import contextlib
import json
import os
import selectors
import socket
import time
from collections.abc import Collection
from typing import Any

from graders.sandbox.errors import SandboxError
from graders.sandbox.limits import Limits
from graders.sandbox.output import BoundedOutput

_CONNECT_SECONDS = 120.0
_CLOSE_SECONDS = 15.0
_PUMP_SECONDS = 0.05
_PIECE = 2**18
_REPORT_BYTES = 64 * 1024
_PIPE_PIECES = 64


class Channels:
    """Everything that goes between the judge and one child. Nobody on the far side can make it block.

    Args:
        address: of the fork server.
        limits: sent to the server with the request, and bounding what is kept here.
        disabled_layers: sent to the server.

    Attributes:
        inbox: bytes of the child's answers not yet taken.
        stdout, stderr: what learner code has printed.
        pid: of the child's first process, once it is ready.
        layers: the layers of confinement that hold, once it is ready.
        exit: how the child ended, as its supervisor says, or None.

    Raises:
        SandboxError: if the server cannot be reached.
    """

    def __init__(self, address: str, limits: Limits, disabled_layers: Collection[str]) -> None:
        self.inbox = bytearray()
        self.stdout = BoundedOutput(limits.output_bytes)
        self.stderr = BoundedOutput(limits.output_bytes)
        self.pid: int | None = None
        self.layers: tuple[str, ...] = ()
        self.exit: dict[str, Any] | None = None
        self._most_inbox = limits.answer_bytes
        self._outbox = memoryview(b"")
        self._reports = b""
        self._selector = selectors.DefaultSelector()
        request = json.dumps({"limits": limits.to_json(), "disabled": sorted(disabled_layers)}).encode()
        self._connect(address, request)

    @property
    def hung_up(self) -> bool:
        """Whether no further answer can come."""
        return not self._registered(self._answer)

    def send(self, question: bytes) -> None:
        """Start to send a question; :meth:`pump` sends the rest."""
        self._outbox = memoryview(question)
        self._flush_outbox()

    def pump(self, seconds: float) -> None:
        """Move what is ready on any channel, waiting at most ``seconds`` for something."""
        for key, events in self._selector.select(seconds):
            if events & selectors.EVENT_WRITE:
                self._flush_outbox()
            if not events & selectors.EVENT_READ:
                continue
            if key.fileobj is self._answer:
                self._read_answer()
            elif key.fileobj is self._control:
                self._read_control()
            else:
                self._read_output(key.fd)

    def drain_output(self) -> None:
        """Read what lies in the pipes now; a bounded number of pieces, since somebody may still be writing."""
        for pipe in (self._stdout_pipe, self._stderr_pipe):
            for _ in range(_PIPE_PIECES):
                if not self._registered(pipe) or not self._read_output(pipe):
                    break

    def close(self) -> None:
        """Have the child killed with everything it started, and return when it is gone."""
        self._unregister(self._answer)
        self._answer.close()
        with contextlib.suppress(OSError):
            self._control.shutdown(socket.SHUT_WR)
        deadline = time.monotonic() + _CLOSE_SECONDS
        # The supervisor closes its end when all is gone. The pipes are read on, so that nobody blocks on them.
        while self._registered(self._control) and time.monotonic() < deadline:
            self.pump(_PUMP_SECONDS)
        self.drain_output()
        self._selector.close()
        self._control.close()
        for pipe in (self._stdout_pipe, self._stderr_pipe):
            os.close(pipe)

    def _connect(self, address: str, request: bytes) -> None:
        self._answer, answer_end = socket.socketpair()
        self._stdout_pipe, stdout_end = os.pipe()
        self._stderr_pipe, stderr_end = os.pipe()
        self._control = socket.socket(socket.AF_UNIX)
        try:
            self._control.settimeout(_CONNECT_SECONDS)
            self._control.connect(address)
            socket.send_fds(self._control, [request], [answer_end.fileno(), stdout_end, stderr_end])
        except OSError as error:
            for each in (self._answer, self._control):
                each.close()
            os.close(self._stdout_pipe)
            os.close(self._stderr_pipe)
            raise SandboxError(f"The grading server cannot be reached ({error}). Start it again.") from error
        finally:
            answer_end.close()
            os.close(stdout_end)
            os.close(stderr_end)
        self._watch()

    def _watch(self) -> None:
        """Have the four channels moved by the loop."""
        for channel in (self._answer, self._control):
            channel.setblocking(False)
            self._selector.register(channel, selectors.EVENT_READ)
        for pipe in (self._stdout_pipe, self._stderr_pipe):
            os.set_blocking(pipe, False)
            self._selector.register(pipe, selectors.EVENT_READ)

    def _flush_outbox(self) -> None:
        try:
            while self._outbox:
                self._outbox = self._outbox[self._answer.send(self._outbox) :]
        except BlockingIOError:
            pass
        except OSError:  # it has hung up; reading will say how
            self._outbox = memoryview(b"")
        if self._registered(self._answer):
            events = selectors.EVENT_READ | (selectors.EVENT_WRITE if self._outbox else 0)
            self._selector.modify(self._answer, events)

    def _read_answer(self) -> bool:
        """Read one piece; return False if there was none."""
        try:
            piece = self._answer.recv(_PIECE)
        except BlockingIOError:
            return False
        except OSError:
            piece = b""
        if not piece:
            self._unregister(self._answer)
        self.inbox += piece
        return bool(piece)

    def _read_control(self) -> None:
        try:
            piece = self._control.recv(_REPORT_BYTES)
        except BlockingIOError:
            return
        except OSError:
            piece = b""
        if not piece:
            self._unregister(self._control)
            if self.exit is None:
                self.exit = {"lost": True}
        self._reports += piece
        while b"\n" in self._reports:
            line, _, self._reports = self._reports.partition(b"\n")
            report = json.loads(line)
            if "layers" in report:
                self.pid, self.layers = int(report["pid"]), tuple(report["layers"])
            else:
                self._take_end(report)

    def _take_end(self, report: dict[str, Any]) -> None:
        self.exit = report.get("exit", report)
        # The child's last answer may still lie in the socket.
        while not self.hung_up and len(self.inbox) <= self._most_inbox and self._read_answer():
            pass

    def _read_output(self, pipe: int) -> bool:
        """Read one piece; return False if there was none."""
        try:
            piece = os.read(pipe, _PIECE)
        except BlockingIOError:
            return False
        if not piece:
            self._unregister(pipe)
        (self.stdout if pipe == self._stdout_pipe else self.stderr).add(piece)
        return bool(piece)

    def _registered(self, channel: socket.socket | int) -> bool:
        try:
            self._selector.get_key(channel)
        except (KeyError, ValueError, RuntimeError):
            return False
        return True

    def _unregister(self, channel: socket.socket | int) -> None:
        with contextlib.suppress(KeyError, ValueError):
            self._selector.unregister(channel)
