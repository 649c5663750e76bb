"""Starting and ending the warm fork server, from the judge's side."""

from __future__ import annotations

import contextlib
import os
import select
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from graders.sandbox.errors import SandboxError
from graders.sandbox.workspace import ENVIRONMENT

PROJECT_ROOT = Path(__file__).resolve().parents[2]
KERAS_DATA = PROJECT_ROOT / "data" / "keras"
_MAX_SOCKET_PATH = 100
_LOG_TAIL = 2000
_CLOSE_SECONDS = 10.0


class ForkServer:
    """A process that has imported TensorFlow and forks a confined child for each :class:`Child`.

    One server serves any number of judges, in this process and in others that know its :attr:`address`. It ends
    with :meth:`close`, with the ``with`` block, or with this process.

    Args:
        preload: modules to import once, for all children.
        data: folder laid out like a Keras home, shown to children read-only.
        start_seconds: how long importing may take.
        allow_disabled_layers: whether a :class:`Child` may ask to go without some layer; for tests.
    """

    def __init__(
        self,
        preload: Sequence[str] = ("tensorflow",),
        data: Path | None = KERAS_DATA,
        start_seconds: float = 180.0,
        allow_disabled_layers: bool = False,
    ) -> None:
        self._preload = tuple(preload)
        self._data = data if data is not None and data.is_dir() else None
        self._start_seconds = start_seconds
        self._allow_disabled_layers = allow_disabled_layers
        self._folder: Path | None = None
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """What :class:`Child` needs to reach this server, from any process of this user.

        Raises:
            SandboxError: if the server is not running.
        """
        if self._folder is None:
            raise SandboxError("The grading server has not been started.")
        return str(self._folder / "judge" / "socket")

    @property
    def pid(self) -> int | None:
        """The server's process id, or None if it is not running."""
        return self._process.pid if self._process is not None and self._process.poll() is None else None

    def start(self) -> Self:
        """Start the server and wait until it is warm.

        Raises:
            SandboxError: if it does not get there; the message ends with what the server said last.
        """
        if self._process is not None:
            return self
        if not hasattr(os, "fork"):
            raise SandboxError(
                "learners' code runs in forked processes, which this system does not have; on Windows, grade in WSL."
            )
        self._folder = _private_folder()
        try:
            self._process = self._spawn(self._folder)
            self._wait_until_ready(self._process)
        except BaseException:
            self.close()
            raise
        return self

    def close(self) -> None:
        """End the server and every child of it. May be called again."""
        process, self._process = self._process, None
        if process is not None:
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    with contextlib.suppress(OSError):
                        pipe.close()
            try:
                process.wait(_CLOSE_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _spawn(self, folder: Path) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-s", "-m", "graders.sandbox.server"]
        command += ["--socket", str(folder / "judge" / "socket"), "--folder", str(folder)]
        command += ["--parent", str(os.getpid())]
        for name in self._preload:
            command += ["--preload", name]
        if self._allow_disabled_layers:
            command.append("--allow-disabled-layers")
        if self._data is not None:
            command += ["--data", str(self._data.resolve())]
        # Keras writes a settings file into its home when it is imported.
        environment = ENVIRONMENT | {
            "HOME": str(folder / "judge"),
            "KERAS_HOME": str(folder / "judge" / "keras"),
        }
        with (folder / "judge" / "log").open("wb") as log:
            return subprocess.Popen(
                command,
                cwd=PROJECT_ROOT,
                env=environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                start_new_session=True,  # Ctrl-C is for the judge, which then ends the server
            )

    def _wait_until_ready(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdout is not None
        deadline = time.monotonic() + self._start_seconds
        said = b""
        while not said.endswith(b"ready\n"):
            left = deadline - time.monotonic()
            readable, _, _ = select.select([process.stdout], [], [], max(0.0, left))
            piece = os.read(process.stdout.fileno(), 4096) if readable else b""
            if not piece:
                why = "ended" if readable else f"was not ready within {self._start_seconds:g} seconds"
                raise SandboxError(f"The grading server {why}. It said last: {self._log_tail()}")
            said += piece

    def _log_tail(self) -> str:
        assert self._folder is not None
        with contextlib.suppress(OSError):
            return (self._folder / "judge" / "log").read_text(errors="replace")[
                -_LOG_TAIL:
            ].strip() or "nothing"
        return "nothing"


def _private_folder() -> Path:
    """Make the server's folder; children reach ``scratch`` by name only, and ``judge`` not at all."""
    folder = Path(tempfile.mkdtemp(prefix="grading-"))
    if len(str(folder)) > _MAX_SOCKET_PATH - len("/judge/socket"):  # a socket's path is short on every system
        folder.rmdir()
        folder = Path(tempfile.mkdtemp(prefix="grading-", dir="/tmp"))
    folder.chmod(0o711)
    (folder / "judge").mkdir(mode=0o700)
    (folder / "root").mkdir(mode=0o755)
    (folder / "scratch").mkdir(mode=0o711)
    return folder
