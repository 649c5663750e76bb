"""Learner code that ends, hangs or eats: each gets its own named failure, and the next child works."""

import os
from pathlib import Path

import pytest

from graders.sandbox import ChildDied, ChildFailure, LearnerError, Limits, OutOfMemory, TimedOut
from graders.sandbox.usage import sample

pytestmark = [pytest.mark.sandbox, pytest.mark.usefixtures("next_child_works")]

MIB = 2**20
SHORT = Limits(cpu_seconds=2.0, wall_seconds=100.0)


@pytest.mark.parametrize(
    ("source", "description"),
    [
        pytest.param("import os\ndef attack(): os._exit(0)", "exit code 0", id="os._exit"),
        pytest.param("import posix\ndef attack(): posix._exit(7)", "exit code 7", id="posix._exit"),
        pytest.param(
            "import ctypes\ndef attack(): ctypes.string_at(0)",
            "killed by signal 11 (SIGSEGV)",
            id="segmentation fault",
        ),
        pytest.param("import os\ndef attack(): os.abort()", "killed by signal 6 (SIGABRT)", id="abort"),
        pytest.param(
            "import os, signal\ndef attack(): os.kill(os.getpid(), signal.SIGKILL)",
            "killed by signal 9 (SIGKILL)",
            id="kill itself",
        ),
        pytest.param(
            "import sys\nsys.setrecursionlimit(10**9)\nclass A:\n    def __repr__(self): return repr([self])\n"
            "def attack(): repr(A())",
            "killed by signal 11 (SIGSEGV)",
            id="stack overflow",
        ),
    ],
)
def test_ending_the_process_is_reported_as_it_happened(attack, source, description):
    with pytest.raises(ChildDied) as caught:
        attack(source)
    assert caught.value.description == description


@pytest.mark.parametrize(
    ("raised", "name"),
    [
        ("sys.exit(0)", "SystemExit"),
        ("exit()", "SystemExit"),
        ("raise KeyboardInterrupt", "KeyboardInterrupt"),
        ("raise BaseException('any')", "BaseException"),
        ("f = lambda: f(); f()", "RecursionError"),
        ("input()", "EOFError"),
        ("class E(Exception):\n        def __str__(self): 1 / 0\n    raise E", "E"),
    ],
)
def test_what_python_can_raise_leaves_the_child_alive(start, raised, name):
    with start(f"import sys\ndef attack():\n    {raised}\ndef fine():\n    return 1\n") as child:
        with pytest.raises(LearnerError) as caught:
            child.ask("call", function="attack")
        assert caught.value.type_name == name
        assert child.alive
        assert child.ask("call", function="fine") == 1


def test_a_failed_child_stays_failed_with_the_same_reason(start):
    child = start("import os\ndef attack(): os._exit(3)\n")
    for _ in range(2):
        with pytest.raises(ChildDied, match="exit code 3"):
            child.ask("call", function="attack")
    assert not child.alive


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("while True: pass", id="busy loop"),
        pytest.param(
            "for number in range(1, 64):\n"
            "        if number not in (9, 19, 32, 33): signal.signal(number, signal.SIG_IGN)\n"
            "    while True: pass",
            id="signals ignored",
        ),
        pytest.param(
            "while True:\n        try:\n            while True: pass\n        except BaseException: pass",
            id="exceptions swallowed",
        ),
        pytest.param("threading.Thread(target=spin).start(); time.sleep(600)", id="a thread that never ends"),
        pytest.param("subprocess.run(['/bin/sh', '-c', 'while :; do :; done'])", id="another program"),
        pytest.param("[os.fork() or spin() for _ in range(3)]; time.sleep(600)", id="several processes"),
    ],
)
def test_computing_too_long_is_a_cpu_time_out(attack, body):
    imports = "import os, signal, subprocess, threading, time"
    source = f"{imports}\ndef spin():\n    while True: pass\ndef attack():\n    {body}\n"
    with pytest.raises(TimedOut) as caught:
        attack(source, limits=SHORT)
    assert (caught.value.which, caught.value.seconds) == ("cpu", 2.0)


@pytest.mark.parametrize(
    "body", ["time.sleep(600)", "threading.Lock().acquire() and threading.Event().wait()"]
)
def test_waiting_for_ever_is_a_wall_time_out(start, body):
    with start(
        f"import threading, time\ndef attack():\n    {body}\n", limits=Limits(wall_seconds=8.0)
    ) as child:
        with pytest.raises(TimedOut) as caught:
            child.ask("call", function="attack")
        assert caught.value.which == "wall"


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("return float(np.ones(2**30).sum())", id="one array of 8 GiB"),
        pytest.param("kept = []\n    while True: kept.append(np.ones(2**20))", id="many arrays"),
        pytest.param("return len(bytearray(2**33))", id="bytes"),
        pytest.param("x = 'x'\n    while True: x += x", id="a string that doubles"),
        pytest.param(
            "kept = np.ones(2**24)\n    for _ in range(40):\n        if os.fork() == 0:\n"
            "            kept = np.ones(2**24)\n            time.sleep(600)\n    time.sleep(600)",
            id="many processes, each within its own limit",
        ),
    ],
)
def test_too_much_memory_is_out_of_memory(attack, body):
    source = f"import os, time\nimport numpy as np\ndef attack():\n    {body}\n"
    with pytest.raises(OutOfMemory) as caught:
        attack(source, limits=Limits(memory_bytes=1024 * MIB, cpu_seconds=30.0, wall_seconds=120.0))
    assert caught.value.limit == 1024 * MIB


def test_a_few_forked_workers_that_share_memory_are_not_out_of_memory(attack):
    source = """
        import os, time
        def attack():
            pids = []
            for _ in range(6):
                pid = os.fork()
                if pid == 0:
                    time.sleep(1)
                    os._exit(0)
                pids.append(pid)
            return [os.waitpid(pid, 0)[1] for pid in pids]
    """
    assert attack(source, limits=Limits(memory_bytes=512 * MIB, cpu_seconds=30.0)) == [0] * 6


def test_a_fork_bomb_stays_inside_its_own_walls(start):
    source = """
        import os
        def attack():
            while True:
                try:
                    os.fork()
                except OSError:
                    pass
    """
    with start(source, limits=Limits(cpu_seconds=3.0, wall_seconds=120.0, processes=60)) as child:
        pid = child.pid
        with pytest.raises(ChildFailure):
            child.ask("call", function="attack")
    assert sample(pid).processes == ()


def test_threads_are_counted_too(attack):
    source = """
        import threading, time
        def attack():
            started = 0
            try:
                while started < 5000:
                    threading.Thread(target=time.sleep, args=(600,), daemon=True).start()
                    started += 1
            except RuntimeError:
                return started
    """
    assert 1 <= attack(source, limits=Limits(processes=80)) < 80


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("open('big', 'wb').write(bytes(200 * 2**20))", id="one file"),
        pytest.param("[open(str(i), 'wb').write(bytes(2**20)) for i in range(200)]", id="several files"),
        pytest.param("[open(f'e{i}', 'wb').close() for i in range(30_000)]", id="many empty files"),
        pytest.param("open('sparse', 'wb').truncate(2**40)", id="a sparse file"),
        pytest.param("open('/dev/shm/x', 'wb').write(bytes(40 * 2**20))", id="shared memory"),
    ],
)
def test_the_disk_cannot_be_filled(start, body):
    with start(
        f"import signal\nsignal.signal(signal.SIGXFSZ, signal.SIG_IGN)\ndef attack():\n    {body}\n"
    ) as child:
        with pytest.raises(LearnerError) as caught:
            child.ask("call", function="attack")
        assert caught.value.type_name == "OSError"


def test_descriptors_run_out_as_an_error_of_the_learner(attack):
    with pytest.raises(LearnerError, match="Too many open files"):
        attack("def attack():\n    kept = []\n    while True: kept.append(open('/dev/null'))\n")


def test_a_flood_of_output_is_kept_within_bounds_and_costs_nothing_else(start):
    source = """
        import sys
        def attack():
            print("the start")
            for _ in range(300):
                sys.stdout.write("x" * 2**20)
            print("the end")
            return "fine"
    """
    with start(source) as child:
        assert child.ask("call", function="attack") == "fine"
        assert child.stdout.startswith("the start\n")
        assert child.stdout.endswith("the end\n")
        assert "bytes left out" in child.stdout
        assert len(child.stdout) < 70_000


def test_output_before_a_crash_is_kept(start):
    with start("import os\ndef attack():\n    print('before')\n    os._exit(1)\n") as child:
        with pytest.raises(ChildDied):
            child.ask("call", function="attack")
        assert child.stdout == "before\n"


@pytest.mark.parametrize("without", [(), ("pid",), ("user",), ("user", "pid", "mount")], ids=str)
def test_a_daemon_that_leaves_its_session_is_gone_after_the_child(start, without):
    source = """
        import os, time
        def attack():
            if os.fork() == 0:
                os.setsid()
                if os.fork() == 0:
                    time.sleep(600)
                os._exit(0)
            os.wait()
            return "left behind"
    """
    with start(source, without=without) as child:
        assert child.ask("call", function="attack") == "left behind"
        processes = sample(child.pid).processes
        assert len(processes) == 3
    assert not any(Path(f"/proc/{pid}").exists() for pid in processes)


def test_the_learners_own_end_also_ends_what_it_left_behind(start):
    source = """
        import os, time
        def attack():
            if os.fork() == 0:
                os.setsid()
                time.sleep(600)
            os._exit(0)
    """
    child = start(source)
    pid = child.pid
    with pytest.raises(ChildDied, match="exit code 0"):
        child.ask("call", function="attack")
    assert sample(pid).processes == ()


def test_closing_a_busy_child_ends_it(start):
    child = start("")
    assert Path(f"/proc/{child.pid}").exists()
    child.close()
    child.close()
    assert not Path(f"/proc/{child.pid}").exists()


def test_time_is_counted_by_the_question(start):
    source = """
        import time
        def attack():
            end = time.process_time() + 1.2
            while time.process_time() < end: pass
            return True
    """
    with start(source, limits=SHORT) as child:
        assert all(child.ask("call", function="attack") for _ in range(3))


def test_the_judge_keeps_no_descriptors_of_dead_children(start):
    start("").close()
    before = len(os.listdir("/proc/self/fd"))  # noqa: PTH208
    for _ in range(5):
        child = start("import os\ndef attack(): os._exit(0)\n")
        with pytest.raises(ChildDied):
            child.ask("call", function="attack")
    assert len(os.listdir("/proc/self/fd")) <= before  # noqa: PTH208
