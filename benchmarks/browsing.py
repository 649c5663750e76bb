"""A server of its own and a headless Chromium, for the benchmarks of pages."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

import psutil
from playwright.sync_api import Browser, sync_playwright

_ARGUMENTS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]

# Every node of a page, those inside components too.
FIND = """
window.find = (selector, root = document) => [...root.querySelectorAll('*')].flatMap(
    (e) => [...(e.matches(selector) ? [e] : []), ...(e.shadowRoot ? window.find(selector, e.shadowRoot) : [])]);
"""


START_SECONDS = 120
END_SECONDS = 20


class Served:
    """``streamlit run`` of an app on a free loopback port, as a context manager.

    Args:
        app: the app's file.
        home: where it keeps runs, and its log.
    """

    def __init__(self, app: Path, home: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        self._log = home / "server.log"
        options = {"port": port, "address": "127.0.0.1", "headless": "true", "fileWatcherType": "none"}
        self._command = [sys.executable, "-m", "streamlit", "run", str(app)]
        self._command += [
            part for name, value in options.items() for part in (f"--server.{name}", str(value))
        ]
        self._command += ["--browser.gatherUsageStats", "false"]
        self._environment = {**os.environ, "TENSORFLOW_BY_DOING_HOME": str(home)}

    def cpu_seconds(self) -> float:
        """Return the processor time that the server has used, without its workers."""
        times = psutil.Process(self._process.pid).cpu_times()
        return float(times.user + times.system)

    def __enter__(self) -> Self:
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                self._command, env=self._environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self._process.poll() is None:
            with (
                contextlib.suppress(urllib.error.URLError, OSError),
                urllib.request.urlopen(f"{self.url}/_stcore/health", timeout=2),
            ):
                return self
            time.sleep(0.1)
        self._end()
        raise SystemExit(f"The server did not start:\n{self._log.read_text(encoding='utf-8')}")

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def _end(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """Start the browser that CHROMIUM names, or the first of the usual names."""
    names = (os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome")
    executable = next((found for name in names if name and (found := shutil.which(name))), None)
    if executable is None:
        raise SystemExit("No Chromium found: name yours in the environment variable CHROMIUM.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=_ARGUMENTS)
        yield browser
        browser.close()
