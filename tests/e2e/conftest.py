"""Browser tests: a real Streamlit server on a loopback port and a real Chromium that sees nothing else.

A page that logs an error to its console, or asks anything of another machine, fails its test; a test that
expects such a thing clears ``records[page]`` before it ends.
"""

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import psutil
import pytest
from playwright.sync_api import Browser, ConsoleMessage, Error, Page

PROJECT = Path(__file__).resolve().parents[2]
SCREENSHOTS = Path(__file__).parent / "screenshots"
START_SECONDS = 90
# Generous, for a busy machine: a test that passes does not wait.
PAGE_MILLISECONDS = 60_000


@dataclass
class PageRecord:
    """What a page complained about and whom it asked."""

    errors: list[str] = field(default_factory=list)
    foreign_requests: list[str] = field(default_factory=list)


class StreamlitServer:
    """One ``streamlit run`` on a free loopback port; it can be stopped and started again on the same port."""

    def __init__(self, script: Path, log: Path, environment: dict[str, str]) -> None:
        self.script, self.log_path, self.environment = script, log, environment
        self.port = _free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        assert self._process is not None, "the server is not running"
        return self._process.pid

    def start(self) -> None:
        command = [sys.executable, "-m", "streamlit", "run", str(self.script)]
        options = {
            "server.port": self.port,
            "server.address": "127.0.0.1",
            "server.headless": "true",
            "server.fileWatcherType": "none",
            "browser.gatherUsageStats": "false",
        }
        with self.log_path.open("ab") as log:
            self._process = subprocess.Popen(
                [*command, *(part for name, value in options.items() for part in (f"--{name}", str(value)))],
                cwd=PROJECT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        self._wait_until_healthy()

    def _wait_until_healthy(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            assert self._process is not None
            if self._process.poll() is not None:
                raise RuntimeError(f"The server ended with code {self._process.returncode}:\n{self.log()}")
            with (
                contextlib.suppress(urllib.error.URLError, ConnectionError, TimeoutError),
                urllib.request.urlopen(f"{self.url}/_stcore/health", timeout=2) as answer,
            ):
                if answer.status == 200:
                    return
            time.sleep(0.1)
        raise RuntimeError(f"The server was not healthy after {START_SECONDS} s:\n{self.log()}")

    def log(self) -> str:
        return self.log_path.read_text(encoding="utf-8", errors="replace") if self.log_path.exists() else ""

    def terminate(self) -> None:
        """Ask the server to end, as Ctrl-C does."""
        psutil.Process(self.pid).terminate()

    def wait(self, seconds: float) -> int:
        """Wait for the server to end by itself; return its exit code.

        Raises:
            subprocess.TimeoutExpired: it goes on after that time.
        """
        assert self._process is not None, "the server is not running"
        return self._process.wait(timeout=seconds)

    def stop(self) -> None:
        """End the server, then whatever it started and left behind."""
        if self._process is None:
            return
        children: list[psutil.Process] = []
        with contextlib.suppress(psutil.NoSuchProcess):
            children = psutil.Process(self._process.pid).children(recursive=True)
        self._process.terminate()
        try:
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(timeout=10)
        _, alive = psutil.wait_procs(children, timeout=5)
        for child in alive:
            with contextlib.suppress(psutil.NoSuchProcess):
                child.kill()
        self._process = None


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


# Of a module: servers of a whole session would keep their workers, and with them memory, beside all other tests.
@pytest.fixture(scope="module")
def streamlit_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., StreamlitServer]]:
    """``streamlit_server(script, **environment)``: a started server; all are ended after a module's last test."""
    servers: list[StreamlitServer] = []

    def start(script: Path, **environment: str) -> StreamlitServer:
        paths = [str(PROJECT), *filter(None, [os.environ.get("PYTHONPATH")])]
        variables = {**os.environ, "PYTHONPATH": os.pathsep.join(paths), **environment}
        log = tmp_path_factory.mktemp("server") / "streamlit.log"
        server = StreamlitServer(Path(script), log, variables)
        servers.append(server)
        server.start()
        return server

    yield start
    for server in servers:
        server.stop()


@pytest.fixture
def records() -> dict[Page, PageRecord]:
    """What each page of this test complained about."""
    return {}


_opened = pytest.StashKey[list[Page]]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Show with a failed test what its pages showed: on a build machine nobody can look at them later."""
    report = yield
    if call.when == "call" and report.failed:
        for number, page in enumerate(item.stash.get(_opened, ()), 1):
            with contextlib.suppress(Error):
                report.sections.append((f"Page {number}: {page.url}", page.inner_text("body", timeout=5_000)))
    return report


@pytest.fixture
def new_page(
    browser: Browser, records: dict[Page, PageRecord], request: pytest.FixtureRequest
) -> Iterator[Callable[..., Page]]:
    """``new_page(width=1280, height=900, dark=False)``: a page with its own storage, watched to the end."""
    contexts = []
    opened = request.node.stash.setdefault(_opened, [])

    def open_page(width: int = 1280, height: int = 900, dark: bool = False) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light"
        )
        contexts.append(context)
        page = context.new_page()
        opened.append(page)
        page.set_default_timeout(PAGE_MILLISECONDS)
        records[page] = record = PageRecord()
        _watch(page, record)
        return page

    yield open_page
    for context in contexts:
        context.close()
    for record in records.values():
        assert record.errors == [], "the page logged errors to its console"
        assert record.foreign_requests == [], "the page asked another machine"


def _watch(page: Page, record: PageRecord) -> None:
    def on_console(message: ConsoleMessage) -> None:
        if message.type == "error":
            record.errors.append(f"{message.text} ({message.location.get('url', '')})")

    def on_page_error(error: Error) -> None:
        record.errors.append(str(error))

    def on_request(url: str) -> None:
        if urlsplit(url).hostname not in (None, "127.0.0.1"):
            record.foreign_requests.append(url)

    page.on("console", on_console)
    page.on("pageerror", on_page_error)
    page.on("request", lambda request: on_request(request.url))
    page.on("websocket", lambda websocket: on_request(websocket.url))


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    return new_page()


@pytest.fixture
def screenshot() -> Callable[[Page, str], None]:
    """``screenshot(page, name)``: keep what the page shows in ``tests/e2e/screenshots/``, if a person wants to look.

    Only where the environment variable SCREENSHOTS is set: no test reads them, and drawing one can take a busy machine
    longer than a test may wait.
    """

    def take(page: Page, name: str) -> None:
        if os.environ.get("SCREENSHOTS"):
            SCREENSHOTS.mkdir(exist_ok=True)
            page.screenshot(path=SCREENSHOTS / f"{name}.png")

    return take


@pytest.fixture
def sideways_scroll() -> Callable[[Page], int]:
    """``sideways_scroll(page)``: pixels by which the page, or its main part, is wider than the window."""
    script = """() => Math.max(...[document.documentElement,
        ...document.querySelectorAll('[data-testid="stMain"]')].map(e => e.scrollWidth - e.clientWidth))"""
    return lambda page: int(page.evaluate(script))
