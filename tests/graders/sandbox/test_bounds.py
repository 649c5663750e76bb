import errno
import os
import struct

import pytest

from graders.sandbox import ALL_LAYERS, Limits, is_confined, seccomp
from graders.sandbox.cgroup import create, delegated_group, group_name, sweep
from graders.sandbox.output import BoundedOutput
from graders.sandbox.server import parse_request
from graders.sandbox.usage import sample


def test_limits_survive_json():
    limits = Limits(cpu_seconds=1.5, memory_bytes=2**20)
    assert Limits.from_json(limits.to_json()) == limits


@pytest.mark.parametrize("value", [0, -1, True, "many", float("nan"), float("inf")])
def test_limits_must_be_positive_numbers(value):
    with pytest.raises(ValueError, match=r"Limits\.cpu_seconds must be a positive number; received"):
        Limits(cpu_seconds=value)


@pytest.mark.parametrize("missing", ["user", "pid", "network", "seccomp"])
def test_a_required_layer_missing_is_not_confined(missing):
    assert is_confined(ALL_LAYERS)
    assert not is_confined(layer for layer in ALL_LAYERS if layer != missing)


def test_files_must_be_kept_out_of_reach_one_way_or_the_other():
    rest = [layer for layer in ALL_LAYERS if layer not in ("mount", "landlock")]
    assert is_confined([*rest, "mount"])
    assert is_confined([*rest, "landlock"])
    assert not is_confined(rest)


def test_short_output_is_kept_whole():
    output = BoundedOutput(100)
    output.add("héllo".encode()[:2])
    output.add("héllo".encode()[2:])
    assert output.text == "héllo"


def test_long_output_keeps_both_ends_and_says_how_much_is_missing():
    output = BoundedOutput(20)
    for _ in range(1000):
        output.add(b"0123456789")
    output.add(b"the end")
    assert output.text == "0123456789\n… 9987 bytes left out …\n789the end"


def evaluate(program: bytes, number: int, *arguments: int, architecture: int = 0xC000003E) -> int:
    """Run a BPF program of the kind that seccomp takes, as the kernel would."""
    padded = [*arguments, *[0] * (6 - len(arguments))]
    data = struct.pack("<IIQ6Q", number, architecture, 0, *padded)
    lines = list(struct.iter_unpack("<HBBI", program))
    accumulator, at = 0, 0
    while True:
        code, true, false, value = lines[at]
        at += 1
        if code == 0x06:
            return value
        if code == 0x20:
            (accumulator,) = struct.unpack_from("<I", data, value)
        else:
            holds = {0x15: accumulator == value, 0x35: accumulator >= value, 0x45: bool(accumulator & value)}[
                code
            ]
            at += true if holds else false


ALLOW, KILL, REFUSE = 0x7FFF0000, 0x80000000, 0x00050000 | errno.EPERM


@pytest.mark.parametrize(
    ("number", "arguments", "verdict"),
    [
        pytest.param(0, (), ALLOW, id="read"),
        pytest.param(101, (), REFUSE, id="ptrace"),
        pytest.param(425, (), REFUSE, id="io_uring_setup"),
        pytest.param(435, (), 0x00050000 | errno.ENOSYS, id="clone3"),
        pytest.param(56, (0x01200011,), ALLOW, id="fork"),
        pytest.param(56, (0x003D0F00,), ALLOW, id="thread"),
        pytest.param(56, (0x10000011,), REFUSE, id="clone into a user namespace"),
        pytest.param(41, (1, 1, 0), ALLOW, id="UNIX socket"),
        pytest.param(41, (2, 1, 0), REFUSE, id="internet socket"),
        pytest.param(41, (2**32 + 2, 1, 0), REFUSE, id="internet socket with high bits"),
        pytest.param(53, (1, 1, 0), ALLOW, id="pair of UNIX sockets"),
        pytest.param(53, (30, 1, 0), REFUSE, id="pair of TIPC sockets"),
        pytest.param(9, (0, 4096, 3, 0x22), ALLOW, id="private memory"),
        pytest.param(9, (0, 4096, 3, 0x01), ALLOW, id="shared memory of a file"),
        pytest.param(9, (0, 4096, 3, 0x21), REFUSE, id="shared memory of no file"),
        pytest.param(9, (0, 4096, 3, 0x23), REFUSE, id="shared memory of no file, checked"),
        pytest.param(16, (0, 0x5412), REFUSE, id="TIOCSTI"),
        pytest.param(16, (0, 2**32 + 0x5412), REFUSE, id="TIOCSTI with high bits"),
        pytest.param(16, (0, 0x5413), ALLOW, id="another ioctl"),
        pytest.param(0x40000000 + 101, (), KILL, id="x32 ptrace"),
    ],
)
def test_the_filter_for_x86_64(number, arguments, verdict):
    assert evaluate(seccomp.program("x86_64"), number, *arguments) == verdict


@pytest.mark.parametrize(
    ("number", "arguments", "verdict"), [(63, (), ALLOW), (117, (), REFUSE), (198, (10,), REFUSE)]
)
def test_the_filter_for_aarch64(number, arguments, verdict):
    assert evaluate(seccomp.program("aarch64"), number, *arguments, architecture=0xC00000B7) == verdict


@pytest.mark.parametrize("architecture", ["x86_64", "aarch64"])
def test_calls_of_another_architecture_kill(architecture):
    assert evaluate(seccomp.program(architecture), 0, architecture=0x40000003) == KILL


def test_an_architecture_without_a_filter_is_a_refusal_not_a_crash():
    with pytest.raises(OSError, match="no seccomp filter for riscv64"):
        seccomp.program("riscv64")


def described_process(folder, group: str, controllers: str):
    """Lay out a fake /proc/self and a control group of version 2, as systemd would."""
    mount = folder / "cgroup"
    own = mount / group.lstrip("/")
    own.mkdir(parents=True)
    (own.parent / "cgroup.subtree_control").write_text(controllers)
    (own.parent / "cgroup.procs").touch()
    (folder / "mountinfo").write_text(f"30 24 0:27 / {mount} rw,relatime - cgroup2 cgroup2 rw\n")
    process = folder / "process"
    process.mkdir()
    (process / "cgroup").write_text(f"0::{group}\n")
    (process / "mountinfo").write_text((folder / "mountinfo").read_text())
    return process, own.parent


def test_a_group_is_made_beside_our_own_where_its_parent_limits_memory(tmp_path):
    process, parent = described_process(tmp_path, "/app.slice/judge.scope", "memory pids\n")
    assert delegated_group(process) == parent


def test_no_group_is_made_where_memory_is_not_delegated(tmp_path):
    process, _ = described_process(tmp_path, "/app.slice/judge.scope", "pids\n")
    assert delegated_group(process) is None
    assert create(None, "name", 2**20, 10) is None


def test_groups_of_dead_servers_are_swept_and_those_of_live_ones_kept(tmp_path):
    dead, live = tmp_path / group_name(2**22 + 1, 1), tmp_path / group_name(os.getpid(), 1)
    dead.mkdir()
    live.mkdir()
    sweep(tmp_path)
    assert not dead.exists()
    assert live.exists()


def test_usage_of_a_process_counts_its_time_and_memory():
    sum(number * number for number in range(200_000))
    used = sample(os.getpid())
    assert used.cpu_seconds > 0
    assert used.resident_bytes > 2**20
    assert os.getpid() in used.processes


def test_usage_of_no_process_is_nothing():
    assert sample(2**22 + 1).processes == ()


@pytest.mark.parametrize(
    "message",
    [
        b"",
        b"not json",
        b"[]",
        b'{"limits": {}}',
        b'{"limits": {"cpu_seconds": -1}, "disabled": []}',
        b'{"limits": {"unknown": 1}, "disabled": []}',
        b'{"limits": {}, "disabled": ["roof"]}',
    ],
)
def test_a_request_that_makes_no_sense_is_refused(message):
    with pytest.raises((ValueError, TypeError, KeyError)):
        parse_request(message, 3)


def test_a_request_must_bring_its_three_descriptors():
    with pytest.raises(ValueError, match="expected 3 descriptors, received 2"):
        parse_request(b'{"limits": {}, "disabled": []}', 2)
