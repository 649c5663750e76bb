"""Each layer is worth having: with it switched off, its attack gets through (and with it on, it does not).

Attacks here touch only processes, sockets and files that the test itself has made.
"""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.sandbox

PROJECT = Path(__file__).resolve().parents[3]
ROOT = os.geteuid() == 0


@pytest.fixture
def bystander() -> Iterator[int]:
    """A process of ours that only sleeps."""
    process = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    yield process.pid
    process.kill()
    process.wait()


READ = """
def attack(path):
    try:
        return open(path).read(5)
    except OSError as error:
        return type(error).__name__
"""


def test_mount_and_landlock_each_hide_the_project(attack):
    path = str(PROJECT / "pyproject.toml")
    content = Path(path).read_text()[:5]
    assert attack(READ, path) == "FileNotFoundError"
    assert attack(READ, path, without=("landlock",)) == "FileNotFoundError"
    assert attack(READ, path, without=("mount",)) == "PermissionError"
    assert attack(READ, path, without=("mount", "landlock")) == content


def test_the_pid_namespace_hides_other_processes(attack, bystander):
    source = "import os\ndef attack(pid):\n    return os.path.exists(f'/proc/{pid}')\n"
    assert attack(source, bystander) is False
    assert attack(source, bystander, without=("pid", "mount", "landlock")) is True


def test_the_network_namespace_and_seccomp_each_keep_the_network_away(attack):
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        source = """
            import socket
            def attack(port):
                try:
                    socket.create_connection(("127.0.0.1", port), timeout=5).close()
                    return "connected"
                except OSError as error:
                    return error.errno
        """
        port = listener.getsockname()[1]
        assert attack(source, port) == 1  # EPERM, by seccomp
        assert attack(source, port, without=("seccomp", "landlock")) == 101  # ENETUNREACH, by the namespace
        assert attack(source, port, without=("seccomp", "network")) == 13  # EACCES, by Landlock
        assert attack(source, port, without=("seccomp", "network", "landlock")) == "connected"


def test_seccomp_refuses_new_user_namespaces(attack):
    source = """
        import ctypes
        def attack():
            return ctypes.CDLL(None).unshare(0x10000000)
    """
    assert attack(source) == -1
    assert attack(source, without=("seccomp",)) == 0


@pytest.mark.skipif(not ROOT, reason="only root can become nobody")
def test_nobody_owns_nothing_that_root_owns(attack):
    source = "import os\ndef attack():\n    return os.getuid()\n"
    assert attack(source) == 65534
    assert attack(source, without=("nobody",)) == 0


def test_the_ipc_and_uts_namespaces_are_the_childs_own(attack):
    source = "import os\ndef attack(name):\n    return os.readlink(f'/proc/self/ns/{name}')\n"
    for layer, name in {"ipc": "ipc", "uts": "uts", "user": "user", "network": "net"}.items():
        outside = str(Path(f"/proc/self/ns/{name}").readlink())
        assert attack(source, name) != outside
        if layer != "user":
            assert attack(source, name, without=(layer,)) == outside


def test_rlimits_bound_a_file(attack):
    source = """
        import resource
        def attack():
            return resource.getrlimit(resource.RLIMIT_FSIZE)[0]
    """
    assert attack(source) == 64 * 2**20
    assert attack(source, without=("rlimits",)) != 64 * 2**20


def test_layers_that_are_off_are_not_reported(start):
    every = set(start("").layers)
    for layer in ("network", "landlock", "seccomp", "rlimits", "mount", "pid", "ipc", "uts"):
        # Without the mount layer a Python in a private home is out of nobody's reach: root without rights runs it.
        assert every - set(start("", without=(layer,)).layers) - {"nobody"} == {layer}


def test_without_any_layer_it_still_runs_and_says_so(start):
    everything = (
        "user",
        "pid",
        "mount",
        "network",
        "ipc",
        "uts",
        "cgroup",
        "landlock",
        "seccomp",
        "rlimits",
        "nobody",
    )
    with start("def double(x):\n    return 2 * x\n", without=everything) as child:
        assert child.layers == ()
        assert child.ask("call", function="double", args=[4]) == 8
