"""Grading where the kernel confines nothing: what still holds, what is refused, and what is said.

macOS is simulated by telling the fork server that it runs there: every Linux call then fails as it would. Windows is
simulated by taking away what Python lacks there.
"""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import psutil
import pytest

from graders.cli import main
from graders.grading.results import SubmissionResult
from graders.reports.html import class_page, submission_page
from graders.reports.terminal import plain_submission
from graders.sandbox import Child, ForkServer, Limits, TimedOut, is_confined

ROOT = Path(__file__).resolve().parents[2]
MAC_SERVER = """
import sys
import graders.sandbox.server
sys.platform = "darwin"
graders.sandbox.server.main(sys.argv[1:])
"""


class MacServer(ForkServer):
    """A fork server that believes to run on macOS."""

    def _spawn(self, folder: Path) -> subprocess.Popen[bytes]:
        started = subprocess.Popen

        def on_a_mac(command, **options):
            place = command.index("-m")
            return started([*command[:place], "-c", MAC_SERVER, *command[place + 2 :]], **options)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(subprocess, "Popen", on_a_mac)
            return super()._spawn(folder)


@pytest.fixture(scope="module")
def mac_server():
    with MacServer(preload=()) as server:
        yield server


pytestmark = pytest.mark.sandbox


def test_on_macos_only_limits_hold_and_that_is_not_confined(mac_server):
    with Child(mac_server.address) as child:
        child.ask("load", source="def double(x):\n    return 2 * x\n", filename="a.py")
        assert child.ask("call", function="double", args=[21]) == 42
        assert set(child.layers) <= {"rlimits", "nobody"}
        assert "rlimits" in child.layers
        assert not is_confined(child.layers)


def test_on_macos_time_is_limited_and_nothing_of_a_child_is_left(mac_server):
    source = "import os\ndef attack():\n    os.fork()\n    os.setsid()\n    while True: pass\n"
    with Child(mac_server.address, Limits(cpu_seconds=2.0)) as child:
        child.ask("load", source=source, filename="a.py")
        processes = [psutil.Process(child.pid), *psutil.Process(child.pid).children(recursive=True)]
        with pytest.raises(TimedOut):
            child.ask("call", function="attack")
    assert len(processes) == 2
    deadline = time.monotonic() + 20
    # The server reaps its supervisors twice a second.
    while psutil.Process(mac_server.pid).children(recursive=True) and time.monotonic() < deadline:
        time.sleep(0.05)
    left = [each for each in processes if each.is_running() and each.status() != psutil.STATUS_ZOMBIE]
    assert not left
    assert psutil.Process(mac_server.pid).children(recursive=True) == []


@pytest.mark.parametrize("as_json", [[], ["--json"]])
def test_on_macos_a_class_is_refused_without_unconfined(mac_server, monkeypatch, tmp_path, capsys, as_json):
    class Running:
        """The server that the command would start."""

        def __init__(self, *_):
            pass

        def __enter__(self):
            return mac_server

        def __exit__(self, *_):
            pass

    monkeypatch.setattr("graders.class_run.ForkServer", Running)
    (tmp_path / "in" / "ana").mkdir(parents=True)
    (tmp_path / "in" / "ana" / "callbacks.py").write_text("print('I ran')\n")
    code = main(["grade", str(tmp_path / "in"), "--out", str(tmp_path / "out"), *as_json])
    said = capsys.readouterr()
    assert code == 2
    assert "add --unconfined" in said.err
    assert "rlimits" in said.err
    assert "I ran" not in said.out + said.err
    assert not (tmp_path / "out" / "index.html").exists()


def test_on_macos_every_report_says_that_too_little_held(mac_server):
    with Child(mac_server.address) as child:
        result = SubmissionResult("ana", "callbacks", (), confinement=child.layers, cpu_seconds=1.0)
    for text in (plain_submission(result), submission_page(result)):
        words = " ".join(text.split())
        assert (
            "too little for files of strangers: without user, pid, network, seccomp, mount or landlock."
            in words
        )
    assert "less confinement than files of strangers need" in class_page([result])
    assert result.to_json()["confinement"] == list(result.confinement)


WINDOWS = """
import os, sys
# What the standard library and others import for themselves on this system.
import multiprocessing.context, numpy, psutil, pytest, subprocess, tempfile, rich.console, rich.progress
for name in ("fork", "sysconf", "O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "geteuid", "getuid"):
    delattr(os, name)
for name in ("fcntl", "resource", "pwd", "termios"):
    sys.modules[name] = None
from graders.cli import main
sys.exit(main(sys.argv[1:]))
"""


def on_windows(*arguments):
    command = [sys.executable, "-c", textwrap.dedent(WINDOWS), *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_on_windows_exercises_are_listed():
    done = on_windows("list")
    assert done.returncode == 0, done.stderr
    assert "callbacks" in done.stdout


def test_on_windows_checking_is_refused_in_one_sentence():
    done = on_windows("check", "exercises/callbacks.py")
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.count("\n") == 1
    assert "on Windows, grade in WSL" in done.stderr


@pytest.mark.skipif(os.name != "posix", reason="the simulation takes away what only POSIX has")
def test_a_server_without_fork_says_so_before_anything_is_made(monkeypatch):
    monkeypatch.delattr(os, "fork")
    from graders.sandbox import SandboxError

    server = ForkServer()
    with pytest.raises(SandboxError, match="grade in WSL"):
        server.start()
    assert server.pid is None
