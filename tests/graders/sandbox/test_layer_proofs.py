"""Each layer is worth having: with it switched off, its attack gets through (and with it on, it does not).

Attacks here touch only processes, sockets and files that the test itself has made.
"""

import ctypes
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from graders.grading.results import SubmissionResult
from graders.reports.html import class_page, submission_page
from graders.reports.terminal import plain_submission
from graders.sandbox import REQUIRED_LAYERS, Limits, is_confined
from graders.sandbox.cgroup import group_name
from graders.sandbox.libc import landlock_abi

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


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder of the test's own that every user may write to."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o777)
        yield Path(name)


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


SEND_SIGNAL = """
import os, signal
def attack(pid):
    try:
        os.kill(pid, signal.SIGKILL)
        return "killed"
    except OSError as error:
        return type(error).__name__
"""


def test_the_pid_namespace_keeps_signals_from_other_processes(attack, bystander):
    # Besides it, only another user and Landlock's scope (Linux 6.12) stand before a process of ours.
    others = ("nobody", "landlock")
    assert attack(SEND_SIGNAL, bystander, without=others) == "ProcessLookupError"
    assert attack(SEND_SIGNAL, bystander, without=("pid",)) == "PermissionError"
    assert attack(SEND_SIGNAL, bystander, without=("pid", *others)) == "killed"


@pytest.mark.skipif(
    not ROOT, reason="only root can map another user, whose processes then count by themselves"
)
def test_the_user_namespace_keeps_one_submission_from_using_up_the_processes_of_another(start):
    source = """
        import os, time
        def attack(count):
            for started in range(count):
                try:
                    if os.fork() == 0:
                        time.sleep(600)
                except BlockingIOError:
                    return started
            return count
    """
    few = Limits(processes=40)
    for without, left in (((), 20), (("user",), 0)):
        with start(source, without=without) as greedy, start(source, limits=few, without=without) as other:
            greedy.ask("call", function="attack", args=[60])
            assert other.ask("call", function="attack", args=[20]) == left


def test_the_mount_namespace_or_landlock_keeps_files_from_outliving_the_child(attack, open_folder):
    source = """
        def attack(path):
            try:
                open(path, "w").write("for the next one")
            except OSError as error:
                return type(error).__name__
    """
    path = open_folder / "planted"
    assert attack(source, str(path), without=("landlock",)) == "FileNotFoundError"
    assert attack(source, str(path), without=("mount",)) == "PermissionError"
    assert attack(source, str(path), without=("mount", "landlock")) is None
    assert path.read_text() == "for the next one"


def test_landlock_and_the_network_namespace_each_keep_abstract_sockets_away(attack):
    name = f"\0layer-proof-{os.getpid()}"
    source = """
        import socket
        def attack(name):
            try:
                with socket.socket(socket.AF_UNIX) as own:
                    own.connect(name)
                return "connected"
            except OSError as error:
                return type(error).__name__
    """
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(name)
        listener.listen()
        assert attack(source, name, without=("landlock",)) == "ConnectionRefusedError"
        if landlock_abi() >= 6:
            assert attack(source, name, without=("network",)) == "PermissionError"
        assert attack(source, name, without=("network", "landlock")) == "connected"


def test_the_pid_namespace_and_the_file_layers_keep_the_servers_socket_from_learner_code(attack, fork_server):
    source = """
        import socket
        def attack(path):
            with socket.socket(socket.AF_UNIX) as own:
                try:
                    own.connect(path)
                    own.send(b"{}")
                    return own.recv(100).decode()
                except OSError as error:
                    return type(error).__name__
    """
    reachable = ("mount", "nobody")
    assert attack(source, fork_server.address) == "FileNotFoundError"
    # Found, but hung up on: nothing was read of what it asked.
    assert attack(source, fork_server.address, without=reachable) in (
        "",
        "ConnectionResetError",
        "BrokenPipeError",
    )
    assert "refused" in attack(source, fork_server.address, without=(*reachable, "pid"))


@pytest.mark.skipif(not ROOT, reason="only root can become nobody")
def test_nobody_is_bound_by_the_limit_on_processes_as_root_is_not(attack):
    source = """
        import os, time
        def attack():
            for started in range(60):
                try:
                    if os.fork() == 0:
                        time.sleep(600)
                except BlockingIOError:
                    return "refused"
            return "sixty processes"
    """
    few = Limits(processes=40)
    assert attack(source, limits=few) == "refused"
    assert attack(source, limits=few, without=("nobody",)) == "sixty processes"
    assert attack(source, limits=few, without=("rlimits",)) == "sixty processes"


def test_seccomp_keeps_memory_from_outliving_its_process(attack):
    source = """
        import mmap
        def attack():
            try:
                return len(mmap.mmap(-1, 2**20))
            except OSError as error:
                return type(error).__name__
    """
    assert attack(source) == "PermissionError"
    assert attack(source, without=("seccomp",)) == 2**20


@pytest.mark.skipif(os.uname().machine != "x86_64", reason="the numbers are those of x86_64")
def test_the_ipc_namespace_keeps_messages_from_the_next_submission(attack):
    source = """
        import ctypes
        def attack(key, flags):
            return ctypes.CDLL(None).shmget(ctypes.c_int(key), ctypes.c_size_t(4096), ctypes.c_int(flags))
    """
    key, make = 0x7E570000 + os.getpid() % 0xFFFF, 0o1666
    assert attack(source, key, make) == -1  # by seccomp
    assert attack(source, key, make, without=("seccomp",)) >= 0
    assert attack(source, key, 0, without=("seccomp",)) == -1
    try:
        made = attack(source, key, make, without=("seccomp", "ipc"))
        assert attack(source, key, 0, without=("seccomp", "ipc")) == made >= 0
    finally:
        libc = ctypes.CDLL(None)
        libc.shmctl(libc.shmget(key, 0, 0), 0, None)


def test_the_uts_namespace_hides_the_name_of_the_machine(attack):
    source = "import os\ndef attack():\n    return os.uname().nodename\n"
    assert attack(source) == "learner"
    assert attack(source, without=("uts",)) == os.uname().nodename


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


def test_rlimits_bound_a_file_where_no_file_system_does(attack):
    source = """
        def attack():
            try:
                return open("large", "wb").write(bytes(2**21))
            except OSError as error:
                return type(error).__name__
    """
    small = Limits(disk_bytes=2**20)
    assert attack(source, limits=small, without=("mount",)) == "OSError"
    assert attack(source, limits=small, without=("mount", "rlimits")) == 2**21


def test_the_cgroup_is_the_childs_own_where_the_machine_delegates_one(start):
    with start("") as child:
        if "cgroup" not in child.layers:
            pytest.skip("no control group is delegated to this process")
        assert group_name(0, 0)[:-3] in Path(f"/proc/{child.pid}/cgroup").read_text()
    with start("", without=("cgroup",)) as child:
        assert group_name(0, 0)[:-3] not in Path(f"/proc/{child.pid}/cgroup").read_text()


@pytest.mark.parametrize("layer", [*REQUIRED_LAYERS, "mount", "landlock", "ipc", "uts", "rlimits", "nobody"])
def test_a_report_of_a_run_without_a_layer_says_so(start, layer):
    # With user off, the others hold only for root; with mount off, the files are left to Landlock.
    layers = start("", without=(layer,)).layers
    assert layer not in layers
    result = SubmissionResult("ana", "callbacks", (), confinement=layers, cpu_seconds=1.0)
    assert result.to_json()["confinement"] == list(layers)
    too_little = layer in REQUIRED_LAYERS
    assert is_confined(layers) is not too_little
    for text in (plain_submission(result), submission_page(result)):
        words = " ".join(text.split())
        assert ("too little for files of strangers: without " in words) is too_little
        assert (f"without {layer}" in words) is too_little
    assert ("less confinement than files of strangers need" in class_page([result])) is too_little


def test_a_report_of_a_run_without_either_file_layer_says_so(start):
    layers = start("", without=("mount", "landlock")).layers
    result = SubmissionResult("ana", "callbacks", (), confinement=layers, cpu_seconds=1.0)
    assert "Warning: " in plain_submission(result)
    assert "without mount or landlock." in " ".join(plain_submission(result).split())


def test_layers_that_are_off_are_not_reported(start):
    every = set(start("").layers)
    for layer in ("network", "landlock", "seccomp", "rlimits", "mount", "pid", "ipc", "uts"):
        # Without the mount layer a Python in a private home is out of nobody's reach: root without rights runs it.
        assert every - set(start("", without=(layer,)).layers) - {"nobody"} == {layer}


def test_where_a_container_forbids_namespaces_the_rest_holds_and_is_not_enough(start):
    layers = start("", without=("user", "pid", "mount", "network", "ipc", "uts", "cgroup")).layers
    assert {"landlock", "seccomp", "rlimits"} <= set(layers)
    assert not is_confined(layers)


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
