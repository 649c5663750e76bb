"""The dashboard under test: its own server on a loopback port, with a home of its own, and what it weighs."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

import psutil

from dashboard.experiments.datasets import PROJECT_ROOT
from dashboard.experiments.runs import HOME_VARIABLE

START_SECONDS = 120.0
END_SECONDS = 20.0
_WORKER = "dashboard.workers.worker"


@dataclass(frozen=True)
class Memory:
    """Resident memory in MiB.

    Args:
        server: of the Streamlit process.
        workers: of each training worker.
    """

    server: float
    workers: tuple[float, ...]


class Dashboard:
    """``streamlit run dashboard/app.py`` on a free port, as a context manager.

    Args:
        home: where it keeps runs; its log lies there too.
    """

    def __init__(self, home: Path) -> None:
        self.home = home
        self.log_path = home / "server.log"
        self.address = f"127.0.0.1:{_free_port()}"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def runs(self) -> Path:
        """The folder of the runs."""
        return self.home / "runs"

    def memory(self) -> Memory:
        """Weigh the server and its workers now."""
        return Memory(_mebibytes(self._server()), tuple(map(_mebibytes, self._workers())))

    def cpu_seconds(self) -> tuple[float, float]:
        """Return the CPU time used so far by the Streamlit process alone, and by the workers that are there."""
        return _cpu(self._server()), sum(map(_cpu, self._workers()))

    def complaints(self) -> list[str]:
        """Return the lines of its log that tell of an error."""
        lines = self.log_path.read_text(encoding="utf-8", errors="replace").splitlines()
        return [line for line in lines if "Traceback" in line or "Error:" in line]

    def __enter__(self) -> Self:
        host, port = self.address.split(":")
        options = {
            "server.port": port,
            "server.address": host,
            "server.headless": "true",
            "server.fileWatcherType": "none",
            "browser.gatherUsageStats": "false",
        }
        command = [sys.executable, "-m", "streamlit", "run", str(PROJECT_ROOT / "dashboard" / "app.py")]
        self.home.mkdir(parents=True, exist_ok=True)
        with self.log_path.open("ab") as log:
            self._process = subprocess.Popen(
                [*command, *(part for name, value in options.items() for part in (f"--{name}", value))],
                cwd=PROJECT_ROOT,
                env={**os.environ, HOME_VARIABLE: str(self.home)},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        try:
            self._wait_until_healthy()
        except BaseException:
            self._end()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def _workers(self) -> list[psutil.Process]:
        found = []
        for child in self._server().children(recursive=True):
            with contextlib.suppress(psutil.Error):
                if _WORKER in child.cmdline():
                    found.append(child)
        return found

    def _server(self) -> psutil.Process:
        assert self._process is not None, "the server is not running"
        return psutil.Process(self._process.pid)

    def _wait_until_healthy(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            assert self._process is not None
            if self._process.poll() is not None:
                raise RuntimeError(
                    f"The server ended with code {self._process.returncode}; see {self.log_path}."
                )
            with (
                contextlib.suppress(urllib.error.URLError, ConnectionError, TimeoutError),
                urllib.request.urlopen(f"http://{self.address}/_stcore/health", timeout=2) as answer,
            ):
                if answer.status == 200:
                    return
            time.sleep(0.1)
        raise RuntimeError(f"The server was not healthy after {START_SECONDS:.0f} s; see {self.log_path}.")

    def _end(self) -> None:
        """End the server, then whatever it started and left behind."""
        if self._process is None:
            return
        children: list[psutil.Process] = []
        with contextlib.suppress(psutil.NoSuchProcess):
            children = self._server().children(recursive=True)
        self._process.terminate()
        try:
            self._process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(END_SECONDS)
        _, alive = psutil.wait_procs(children, timeout=END_SECONDS)
        for child in alive:
            with contextlib.suppress(psutil.NoSuchProcess):
                child.kill()
        self._process = None


def _mebibytes(process: psutil.Process) -> float:
    return round(process.memory_info().rss / 2**20, 1)


def _cpu(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
