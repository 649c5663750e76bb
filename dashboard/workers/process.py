"""One worker process seen from the pool: commands in, replies and the exit out."""

from __future__ import annotations

import contextlib
import subprocess
import threading
from collections import deque
from collections.abc import Callable, Sequence

import psutil

from dashboard.experiments.datasets import PROJECT_ROOT
from dashboard.workers.messages import Command, Message, Shutdown, decode, encode

_EXIT_SECONDS = 5.0
_GIVES_WAY = 5  # steps of niceness
_NICEST = 19


class WorkerProcess:
    """A running worker.

    Args:
        argv: the command line.
        on_message: called in a thread of its own with this object and each message from the worker.
        on_exit: called in the same thread, once, with this object and the exit code.

    Raises:
        OSError: if the process cannot be started.
    """

    def __init__(
        self,
        argv: Sequence[str],
        on_message: Callable[[WorkerProcess, Message], None],
        on_exit: Callable[[WorkerProcess, int], None],
    ) -> None:
        self._on_message = on_message
        self._on_exit = on_exit
        self._errors: deque[str] = deque(maxlen=20)
        # A plain subprocess: multiprocessing would run the Streamlit script again in the child.
        # Its own session keeps a Ctrl-C in the terminal from it; it ends when its input ends.
        self._process = subprocess.Popen(
            argv,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            errors="replace",
            cwd=PROJECT_ROOT,
            start_new_session=True,
        )
        _give_way(self.pid)
        self._write_lock = threading.Lock()
        self._threads = [
            threading.Thread(target=target, name=f"worker-{self.pid}-{name}", daemon=True)
            for name, target in (("errors", self._drain_errors), ("messages", self._read_messages))
        ]

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    @property
    def last_error(self) -> str:
        """The last line the worker wrote to its standard error, or empty."""
        return self._errors[-1] if self._errors else ""

    def listen(self) -> None:
        """Begin to call ``on_message`` and ``on_exit``."""
        for thread in self._threads:
            thread.start()

    def send(self, command: Command) -> None:
        """Send a command; to a process that has ended, nothing happens: ``on_exit`` tells."""
        assert self._process.stdin is not None
        with self._write_lock, contextlib.suppress(OSError, ValueError):
            self._process.stdin.write(encode(command))
            self._process.stdin.flush()

    def kill(self) -> None:
        """End the process at once."""
        self._process.kill()

    def retire(self) -> None:
        """Ask the process to end, by command and by the end of its input; do not wait."""
        self.send(Shutdown())
        self._close_input()

    def join(self, seconds: float) -> None:
        """Wait for the process and its threads to end; kill it after ``seconds``."""
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        for thread in self._threads:
            if thread.ident is not None:
                thread.join(_EXIT_SECONDS)

    def _drain_errors(self) -> None:
        assert self._process.stderr is not None
        with self._process.stderr as stream:
            for line in stream:
                if line.strip():
                    self._errors.append(line.strip())

    def _read_messages(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as stream:
            for line in stream:
                try:
                    message = decode(line)
                except ValueError as error:
                    self._errors.append(str(error))
                    continue
                self._on_message(self, message)
        try:
            code = self._process.wait(_EXIT_SECONDS)
        except subprocess.TimeoutExpired:  # it closed its output, so it is of no use
            self._process.kill()
            code = self._process.wait()
        self._close_input()
        self._on_exit(self, code)

    def _close_input(self) -> None:
        assert self._process.stdin is not None
        with self._write_lock, contextlib.suppress(OSError):
            self._process.stdin.close()


def _give_way(pid: int) -> None:
    """Let the pages go first: with every core training, a click still finds one.

    A page needs some tens of milliseconds at a time, so that training loses little by it.
    """
    with contextlib.suppress(psutil.Error, OSError):
        if psutil.WINDOWS:
            psutil.Process(pid).nice(psutil.BELOW_NORMAL_PRIORITY_CLASS)
        else:
            psutil.Process(pid).nice(min(_NICEST, psutil.Process().nice() + _GIVES_WAY))
