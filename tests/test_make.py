"""``make run`` for people: the scripts in ``tools/`` on machines where something is missing or in the way."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[1]
pytestmark = pytest.mark.skipif(os.name != "posix", reason="make and its scripts are for Linux and macOS")

# Stands in for an interpreter: `-m venv` makes an environment of it, and every call of pip is written down.
FAKE_PYTHON = r"""#!/bin/sh
case "$*" in
  --version) echo "Python $FAKE_VERSION" ;;
  *"(3, 11) <="*) [ "$FAKE_VERSION" != 3.9.2 ] ;;
  *"version_info[:2])"*) echo 3.11 ;;
  *ensurepip*) [ -z "${FAKE_NO_ENSUREPIP:-}" ] ;;
  "-m pip --python "*" --version") [ -z "${FAKE_NO_PIP:-}" ] ;;
  "-m venv"*) mkdir -p .venv/bin && cp "$0" .venv/bin/python && echo "venv $*" >>calls ;;
  *install*) echo "$(basename "$0") ${*##* -r }" >>calls; [ -z "${FAKE_PIP_FAILS:-}" ] ;;
esac
"""


class Checkout:
    """A folder with the scripts and small requirements, on a machine with the programs that a test gives it."""

    def __init__(self, root: Path) -> None:
        self.root, self.programs = root / "project", root / "bin"
        shutil.copytree(PROJECT / "tools", self.root / "tools", ignore=shutil.ignore_patterns("frontend"))
        (self.root / "requirements.txt").write_text("streamlit\n")
        (self.root / "requirements-dev.txt").write_text("-r requirements.txt\n")
        self.programs.mkdir()
        for name in ("sh", "cat", "cksum", "rm", "mkdir", "cp", "basename", "dirname", "id", "flock"):
            if path := shutil.which(name):
                (self.programs / name).symlink_to(path)

    def add_python(self) -> None:
        python = self.programs / "python3"
        python.write_text(FAKE_PYTHON)
        python.chmod(0o755)

    def bootstrap(self, wanted: str = "run", **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["sh", "tools/bootstrap.sh", wanted],
            cwd=self.root,
            env={"PATH": str(self.programs), "FAKE_VERSION": "3.11.2", **environment},
            capture_output=True,
            text=True,
            check=False,
        )

    def calls(self) -> list[str]:
        """Return what was called since the last time."""
        log = self.root / "calls"
        lines = log.read_text().splitlines() if log.exists() else []
        log.unlink(missing_ok=True)
        return lines


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    checkout = Checkout(tmp_path)
    checkout.add_python()
    return checkout


@pytest.fixture
def installed(checkout: Checkout) -> Checkout:
    assert checkout.bootstrap().returncode == 0
    checkout.calls()
    return checkout


def sentence(answer: subprocess.CompletedProcess[str]) -> str:
    """Return the one line that a person reads; no other, and no traceback."""
    (line,) = answer.stderr.splitlines()
    return line


def test_the_first_run_makes_the_environment_and_installs(checkout: Checkout) -> None:
    assert checkout.bootstrap().returncode == 0
    assert checkout.calls() == ["venv -m venv .venv", "python requirements.txt"]


def test_the_second_run_installs_nothing(installed: Checkout) -> None:
    answer = installed.bootstrap()
    assert (answer.returncode, answer.stdout, installed.calls()) == (0, "", [])


def test_tests_need_more_than_a_run(installed: Checkout) -> None:
    assert installed.bootstrap("dev").returncode == 0
    assert installed.calls() == ["python requirements-dev.txt"]


@pytest.mark.parametrize(
    ("wanted", "changed"),
    [("run", "requirements.txt"), ("dev", "requirements.txt"), ("dev", "requirements-dev.txt")],
)
def test_changed_requirements_are_installed_again(installed: Checkout, wanted: str, changed: str) -> None:
    installed.bootstrap(wanted)
    installed.calls()
    with (installed.root / changed).open("a") as file:
        file.write("rich\n")
    installed.bootstrap(wanted)
    assert len(installed.calls()) == 1


def test_an_interrupted_installation_starts_afresh(installed: Checkout) -> None:
    (installed.root / ".venv" / "incomplete").touch()
    (installed.root / ".venv" / "half-a-package").touch()
    assert installed.bootstrap().returncode == 0
    assert installed.calls() == ["venv -m venv .venv", "python requirements.txt"]
    assert not (installed.root / ".venv" / "half-a-package").exists()
    assert installed.bootstrap().returncode == 0
    assert installed.calls() == []


def test_an_environment_whose_python_is_gone_is_made_again(installed: Checkout) -> None:
    (installed.root / ".venv" / "bin" / "python").unlink()
    assert installed.bootstrap().returncode == 0
    assert installed.calls() == ["venv -m venv .venv", "python requirements.txt"]


def test_a_failed_installation_says_so_and_is_tried_again(checkout: Checkout) -> None:
    answer = checkout.bootstrap(FAKE_PIP_FAILS="yes")
    assert answer.returncode != 0
    assert "could not be installed" in sentence(answer)
    checkout.calls()
    assert checkout.bootstrap().returncode == 0
    assert checkout.calls() == ["python requirements.txt"]


def test_a_python_that_is_too_old_gets_one_sentence(checkout: Checkout) -> None:
    answer = checkout.bootstrap(FAKE_VERSION="3.9.2")
    assert answer.returncode != 0
    assert "Python 3.11, 3.12 or 3.13 is needed" in sentence(answer)
    assert "Python 3.9.2" in sentence(answer)
    assert "make run PYTHON=" in sentence(answer)
    assert not (checkout.root / ".venv").exists()


def test_no_python_at_all_gets_one_sentence(tmp_path: Path) -> None:
    answer = Checkout(tmp_path).bootstrap()
    assert answer.returncode != 0
    assert "found: none" in sentence(answer)


def test_without_ensurepip_the_pip_of_the_system_installs(checkout: Checkout) -> None:
    assert checkout.bootstrap(FAKE_NO_ENSUREPIP="yes").returncode == 0
    assert checkout.calls()[0] == "venv -m venv --without-pip .venv"


def test_without_any_pip_the_sentence_names_the_package(checkout: Checkout) -> None:
    answer = checkout.bootstrap(FAKE_NO_ENSUREPIP="yes", FAKE_NO_PIP="yes")
    assert answer.returncode != 0
    assert "apt-get install python3.11-venv" in sentence(answer)


def test_a_browser_that_does_not_start_gets_one_sentence(checkout: Checkout) -> None:
    answer = subprocess.run(
        ["sh", "tools/with_browser.sh", "true"],
        cwd=checkout.root,
        env={"PATH": str(checkout.programs), "CHROMIUM": "/nowhere/chromium"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode != 0
    assert "CHROMIUM names /nowhere/chromium" in sentence(answer)


def serve(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(PROJECT / "tools" / "serve.py"), *arguments],
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("address", ["127.0.0.1", "0.0.0.0"])
def test_a_port_in_use_gets_one_sentence_with_a_port_that_is_free(address: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        answer = serve("--port", str(port), "--address", address)
    assert answer.returncode == 1
    assert f"Port {port} is in use" in sentence(answer)
    suggested = int(sentence(answer).rpartition("make run PORT=")[2])
    assert port < suggested <= 65535


@pytest.mark.parametrize("port", ["", "0", "65536", "8501x", "-1", "9" * 5000])
def test_a_port_that_is_none_gets_one_sentence(port: str) -> None:
    answer = serve(f"--port={port}")
    assert answer.returncode == 1
    assert "PORT must be a whole number from 1 to 65535" in sentence(answer)


def test_an_address_of_another_machine_gets_one_sentence() -> None:
    answer = serve("--address", "192.0.2.1")
    assert answer.returncode == 1
    assert "ADDRESS=192.0.2.1 is not an address of this machine" in sentence(answer)


@pytest.fixture
def small_dashboard(tmp_path: Path) -> Iterator[Callable[[int], subprocess.Popen[str]]]:
    """Return a function that serves a page of one line, through the real ``tools/serve.py``."""
    (tmp_path / "tools").mkdir()
    shutil.copyfile(PROJECT / "tools" / "serve.py", tmp_path / "tools" / "serve.py")
    (tmp_path / "dashboard").mkdir()
    (tmp_path / "dashboard" / "app.py").write_text("import streamlit as st\nst.write('here')\n")
    started: list[subprocess.Popen[str]] = []

    def start(port: int) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "tools/serve.py", "--port", str(port)],
            cwd=tmp_path,
            env={
                **os.environ,
                "STREAMLIT_SERVER_HEADLESS": "true",
                "STREAMLIT_BROWSER_GATHER_USAGE_STATS": "false",
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


def test_the_address_is_printed_in_one_line_and_answers(
    small_dashboard: Callable[[int], subprocess.Popen[str]],
) -> None:
    port = free_port()
    process = small_dashboard(port)
    assert process.stdout is not None
    assert process.stdout.readline() == f"The dashboard is at http://localhost:{port}; Ctrl-C stops it.\n"
    while not answers(
        f"http://localhost:{port}/_stcore/health"
    ):  # the timeout of the test ends a wait in vain
        assert process.poll() is None, process.stdout.read()
        time.sleep(0.1)
    process.terminate()
    rest, _ = process.communicate(timeout=60)
    assert "Traceback" not in rest
    assert "URL:" not in rest, "Streamlit announced the address a second time"
