"""The life of the fork server itself."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from graders.sandbox import Child, ForkServer, SandboxError

pytestmark = pytest.mark.sandbox

SOURCE = "def double(x):\n    return 2 * x\n"


@pytest.fixture
def light_server():
    """A server without TensorFlow, which starts at once and may be killed."""
    with ForkServer(preload=()) as server:
        yield server


def works(address: str) -> bool:
    with Child(address) as child:
        child.ask("load", source=SOURCE, filename="a.py")
        return child.ask("call", function="double", args=[4]) == 8


def gone(pid: int) -> bool:
    deadline = time.monotonic() + 20
    while Path(f"/proc/{pid}").exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    return not Path(f"/proc/{pid}").exists()


def test_a_module_that_cannot_be_imported_is_a_clear_fault_of_ours():
    with pytest.raises(SandboxError, match="No module named 'no_such_module'"):
        ForkServer(preload=("no_such_module",)).start()


def test_a_server_that_is_not_there_is_a_fault_of_ours():
    with pytest.raises(SandboxError, match="cannot be reached"):
        Child("/nowhere/socket")
    with pytest.raises(SandboxError, match="has not been started"):
        _ = ForkServer().address


def test_a_server_for_learners_starts_no_child_without_all_layers(light_server):
    with pytest.raises(SandboxError, match="no child without all layers"):
        Child(light_server.address, disabled_layers={"seccomp"})


def test_closing_the_server_ends_it_with_every_child_and_leaves_no_files():
    server = ForkServer(preload=()).start()
    child = Child(server.address)
    folder, pids = Path(server.address).parents[1], (server.pid, child.pid)
    server.close()
    assert all(gone(pid) for pid in pids)
    assert not folder.exists()
    with pytest.raises(SandboxError, match="server ended"):
        child.ask("call", function="anything")
    child.close()


def test_a_killed_server_takes_its_children_along(light_server):
    child = Child(light_server.address)
    os.kill(light_server.pid, signal.SIGKILL)
    assert gone(child.pid)
    with pytest.raises(SandboxError):
        child.ask("call", function="anything")
    child.close()


def test_a_killed_judge_takes_the_server_and_the_children_along():
    program = (
        "import time\nfrom graders.sandbox import Child, ForkServer\n"
        "server = ForkServer(preload=()).start()\nchild = Child(server.address)\n"
        "print(server.pid, child.pid, flush=True)\ntime.sleep(600)\n"
    )
    judge = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    assert judge.stdout is not None
    pids = [int(pid) for pid in judge.stdout.readline().split()]
    judge.kill()
    judge.wait()
    judge.stdout.close()
    assert len(pids) == 2
    assert all(gone(pid) for pid in pids)


@pytest.mark.parametrize(
    "message", [b"", b"garbage", b"{}", b"\xff" * 70_000, json.dumps({"limits": {}}).encode()]
)
def test_a_bad_connection_harms_nobody(light_server, message):
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(light_server.address)
        if message:
            connection.send(message)
    assert works(light_server.address)


def test_children_run_side_by_side(light_server):
    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(works, [light_server.address] * 24))


def test_children_of_one_server_do_not_see_each_other(light_server):
    source = """
import os
def write():
    open("/tmp/secret", "w").write("x")
def look():
    return [os.listdir("/tmp"), [name for name in os.listdir("/proc") if name.isdigit()]]
"""
    with Child(light_server.address) as one, Child(light_server.address) as other:
        for child in (one, other):
            child.ask("load", source=source, filename="a.py")
        one.ask("call", function="write")
        files, processes = other.ask("call", function="look")
        assert "secret" not in files
        assert sorted(processes) == ["1", "2"]


def test_another_process_can_use_the_same_server(light_server):
    program = f"""
from graders.sandbox import Child
with Child({light_server.address!r}) as child:
    child.ask("load", source={SOURCE!r}, filename="a.py")
    print(child.ask("call", function="double", args=[8]))
"""
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert result.stdout == "16\n"


def test_a_server_outlives_the_thread_that_started_it():
    server = ForkServer(preload=())
    thread = threading.Thread(target=server.start)
    thread.start()
    thread.join()
    with server:
        assert works(server.address)


def test_many_children_leave_nothing_in_the_server(light_server):
    for _ in range(3):
        works(light_server.address)
    before = len(os.listdir(f"/proc/{light_server.pid}/fd"))  # noqa: PTH208
    for _ in range(10):
        works(light_server.address)
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        left = len(os.listdir(f"/proc/{light_server.pid}/fd"))  # noqa: PTH208
        children = Path(f"/proc/{light_server.pid}/task/{light_server.pid}/children").read_text()
        if left <= before and not children:
            break
        time.sleep(0.1)
    assert left <= before
    assert not children
    assert not list((Path(light_server.address).parents[1] / "scratch").iterdir())


def test_data_and_projects_below_tmp_can_be_shown_too(tmp_path: Path) -> None:
    (tmp_path / "keras" / "datasets").mkdir(parents=True)
    (tmp_path / "keras" / "datasets" / "words.txt").write_text("hello", encoding="utf-8")
    source = (
        'import os\ndef read():\n    return open(os.environ["KERAS_HOME"] + "/datasets/words.txt").read()\n'
    )
    with ForkServer(preload=(), data=tmp_path / "keras") as server, Child(server.address) as child:
        child.ask("load", source=source, filename="a.py")
        assert child.ask("call", function="read") == "hello"
