"""Learner code that reads, escapes or reaches out: what it gets is nothing."""

import os
import socket
import threading
from pathlib import Path

import pytest

from graders.sandbox import ALL_LAYERS, is_confined

pytestmark = [pytest.mark.sandbox, pytest.mark.usefixtures("next_child_works")]

PROJECT = Path(__file__).resolve().parents[3]
SYSCALL = """
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
def syscall(number, *arguments):
    ctypes.set_errno(0)
    result = libc.syscall(ctypes.c_long(number), *[ctypes.c_long(each) for each in arguments])
    return result, ctypes.get_errno()
"""
EPERM = 1


def test_every_layer_holds_here_but_the_one_a_machine_must_delegate(start):
    layers = start("").layers
    assert set(ALL_LAYERS) - set(layers) <= {"cgroup", *([] if os.geteuid() == 0 else ["nobody"])}
    assert is_confined(layers)


@pytest.mark.parametrize(
    "path",
    [
        PROJECT / "graders",
        PROJECT / "graders" / "suites",
        PROJECT / "pyproject.toml",
        PROJECT / "exercises",
        Path.home() / ".bashrc",
        Path("/etc/shadow"),
        Path("/etc/hostname"),
        Path("/var"),
        Path("/sys"),
        Path("/proc/1/environ"),
        Path("/proc/1/root"),
        Path("/proc/1/mem"),
        Path("/proc/1/fd/2"),
        Path("/proc/kcore"),
        Path("/dev/mem"),
        Path("/dev/tty"),
    ],
    ids=str,
)
def test_files_that_are_not_for_learners_cannot_be_read(attack, path):
    source = """
        import os
        def attack(path):
            try:
                return os.listdir(path) if os.path.isdir(path) else open(path, "rb").read(10).hex()
            except OSError as error:
                return type(error).__name__
    """
    assert attack(source, str(path)) in ("FileNotFoundError", "PermissionError")


def test_no_file_of_the_project_is_anywhere_in_the_tree(attack):
    source = """
        import os
        def attack(project):
            found = []
            for folder, folders, files in os.walk(project):
                folders[:] = [name for name in folders if name != ".venv"]
                found += [os.path.join(folder, name) for name in files]
            return found
    """
    data = PROJECT / "data" / "keras"
    assert all(path.startswith(str(data)) for path in attack(source, str(PROJECT)))


@pytest.mark.parametrize("folder", ["/", "/usr", "/etc", "/dev", "/home", "/proc/self"])
def test_nothing_can_be_written_outside_the_work_folder(attack, folder):
    source = """
        import os
        def attack(folder):
            try:
                open(os.path.join(folder, "planted"), "w").write("x")
            except OSError as error:
                return type(error).__name__
    """
    assert attack(source, folder) in ("PermissionError", "OSError", "FileNotFoundError")


def test_the_work_folder_can_be_used_and_ends_with_the_child(attack):
    source = """
        import os, shutil, tempfile
        def attack():
            os.makedirs("/tmp/cats-v-dogs/training/cats")
            open("/tmp/cats-v-dogs/training/cats/1.jpg", "w").write("x")
            shutil.copyfile("/tmp/cats-v-dogs/training/cats/1.jpg", "copy.jpg")
            return [os.getcwd() == os.path.expanduser("~"), os.path.exists("copy.jpg"), tempfile.gettempdir()]
    """
    assert attack(source) == [True, True, "/tmp"]
    assert not Path("/tmp/cats-v-dogs").exists()
    assert attack(source) == [True, True, "/tmp"]


def test_the_environment_is_scrubbed(attack, monkeypatch):
    environment = attack("import os\ndef attack():\n    return dict(os.environ)\n")
    assert set(environment) == {
        *(
            "PATH",
            "LANG",
            "MPLBACKEND",
            "KERAS_BACKEND",
            "KERAS_HOME",
            "HOME",
            "TMPDIR",
            "USER",
            "PYTHONHASHSEED",
        ),
        *("TF_CPP_MIN_LOG_LEVEL", "CUDA_VISIBLE_DEVICES", "OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"),
    }


def test_only_the_childs_own_processes_are_to_be_seen(attack):
    source = "import os\ndef attack():\n    return [name for name in os.listdir('/proc') if name.isdigit()]\n"
    assert set(attack(source)) == {"1", "2"}


def test_the_learner_process_has_no_rights(attack):
    source = """
        def attack():
            status = dict(line.split(":", 1) for line in open("/proc/self/status").read().splitlines())
            return {name: status[name].split()[0] for name in ("CapEff", "CapBnd", "CapPrm", "NoNewPrivs", "Seccomp")}
    """
    none = "0" * 16
    assert attack(source) == {
        "CapEff": none,
        "CapBnd": none,
        "CapPrm": none,
        "NoNewPrivs": "1",
        "Seccomp": "2",
    }


@pytest.mark.parametrize("kind", ["tcp", "udp", "tcp6"])
def test_the_network_cannot_be_reached(attack, kind):
    family = socket.AF_INET6 if kind == "tcp6" else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM if kind == "udp" else socket.SOCK_STREAM) as listener:
        listener.bind(("::1" if kind == "tcp6" else "127.0.0.1", 0))
        if kind != "udp":
            listener.listen()
        listener.settimeout(0.2)
        source = """
            import socket
            def attack(kind, port):
                family = socket.AF_INET6 if kind == "tcp6" else socket.AF_INET
                try:
                    with socket.socket(family, socket.SOCK_DGRAM if kind == "udp" else socket.SOCK_STREAM) as own:
                        own.settimeout(2)
                        own.connect(("::1" if kind == "tcp6" else "127.0.0.1", port))
                        own.send(b"x")
                except OSError as error:
                    return error.errno
        """
        assert attack(source, kind, listener.getsockname()[1]) == EPERM
        with pytest.raises(TimeoutError):
            listener.recv(1) if kind == "udp" else listener.accept()


def test_abstract_sockets_of_other_processes_cannot_be_reached(attack):
    name = f"\0grading-test-{os.getpid()}"
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(name)
        listener.listen()
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
        assert attack(source, name) in ("PermissionError", "ConnectionRefusedError")


def test_a_socket_pair_and_threads_still_work(attack):
    source = """
        import socket, threading
        def attack():
            one, other = socket.socketpair()
            thread = threading.Thread(target=lambda: other.sendall(b"hello"))
            thread.start()
            thread.join()
            return one.recv(5).decode()
    """
    assert attack(source) == "hello"


def test_signals_reach_nobody_outside(attack):
    received = threading.Event()
    source = """
        import os, signal
        def attack(pids):
            results = []
            for pid in pids:
                try:
                    os.kill(pid, signal.SIGKILL)
                    results.append("sent")
                except OSError as error:
                    results.append(type(error).__name__)
            return results
    """
    assert set(attack(source, [os.getpid(), os.getppid(), 1])) <= {"ProcessLookupError", "PermissionError"}
    assert not received.is_set()


@pytest.mark.parametrize(
    ("number", "arguments"),
    [
        pytest.param(101, (16, 1, 0, 0), id="ptrace"),
        pytest.param(310, (1, 0, 0, 0, 0, 0), id="process_vm_readv"),
        pytest.param(425, (8, 0), id="io_uring_setup"),
        pytest.param(165, (0, 0, 0, 0, 0), id="mount"),
        pytest.param(272, (0x10000000,), id="unshare user"),
        pytest.param(272, (0x40000000,), id="unshare net"),
        pytest.param(308, (0, 0), id="setns"),
        pytest.param(56, (0x10000011, 0, 0, 0, 0), id="clone user"),
        pytest.param(250, (0, 0, 0, 0, 0), id="keyctl"),
        pytest.param(248, (0, 0, 0, 0, 0), id="add_key"),
        pytest.param(321, (0, 0, 0), id="bpf"),
        pytest.param(298, (0, 0, 0, 0, 0), id="perf_event_open"),
        pytest.param(323, (0,), id="userfaultfd"),
        pytest.param(319, (0, 0), id="memfd_create"),
        pytest.param(438, (0, 0, 0), id="pidfd_getfd"),
        pytest.param(304, (0, 0, 0), id="open_by_handle_at"),
        pytest.param(135, (0xFFFFFFFF,), id="personality"),
        pytest.param(161, (0,), id="chroot"),
        pytest.param(29, (0, 2**30, 0o1600), id="shmget"),
        pytest.param(16, (0, 0x5412, 0), id="TIOCSTI"),
    ],
)
@pytest.mark.skipif(os.uname().machine != "x86_64", reason="the numbers are those of x86_64")
def test_the_kernel_calls_that_training_never_needs_are_refused(attack, number, arguments):
    source = SYSCALL + "def attack(number, arguments):\n    return syscall(number, *arguments)\n"
    assert attack(source, number, list(arguments)) == [-1, EPERM]


def test_programs_of_the_system_run_inside_the_same_confinement(attack):
    source = """
        import subprocess
        def attack(project):
            command = ["/bin/sh", "-c", f"id -u; ls {project}/graders; cat /etc/shadow; echo done"]
            result = subprocess.run(command, capture_output=True, text=True)
            return result.stdout.split(), "done" in result.stdout
    """
    assert attack(source, str(PROJECT)) == [
        ["65534" if os.geteuid() == 0 else str(os.geteuid()), "done"],
        True,
    ]


def test_a_planted_program_cannot_be_run(attack):
    source = """
        import os, shutil, subprocess
        def attack():
            shutil.copy("/bin/true", "/tmp/mine")
            os.chmod("/tmp/mine", 0o755)
            try:
                return subprocess.run(["/tmp/mine"]).returncode
            except OSError as error:
                return type(error).__name__
    """
    assert attack(source) == "PermissionError"


def test_no_descriptor_is_inherited_but_the_four_that_belong_to_the_child(attack):
    source = """
        import os
        def attack():
            return {fd: os.readlink(f"/proc/self/fd/{fd}").split(":")[0] for fd in os.listdir("/proc/self/fd")
                    if os.path.lexists(f"/proc/self/fd/{fd}")}
    """
    assert attack(source) == {"0": "/dev/null", "1": "pipe", "2": "pipe", "3": "socket"}
