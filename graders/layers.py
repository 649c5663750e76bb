"""The layers of confinement by name, and which of them a class may be graded under."""

from __future__ import annotations

from collections.abc import Iterable

USER = "user"
PID = "pid"
MOUNT = "mount"
NETWORK = "network"
IPC = "ipc"
UTS = "uts"
CGROUP = "cgroup"
LANDLOCK = "landlock"
SECCOMP = "seccomp"
RLIMITS = "rlimits"
NOBODY = "nobody"

ALL_LAYERS = (USER, PID, MOUNT, NETWORK, IPC, UTS, CGROUP, LANDLOCK, SECCOMP, RLIMITS, NOBODY)
# Without these a submission could signal our processes, reach the network or call risky parts of the kernel.
REQUIRED_LAYERS = (USER, PID, NETWORK, SECCOMP)
# Either of these keeps suites, solutions and homes out of reach.
FILE_LAYERS = (MOUNT, LANDLOCK)


def missing_layers(layers: Iterable[str]) -> tuple[str, ...]:
    """Return what ``layers`` lack of what files of people who are not trusted need; nothing if they are enough."""
    held = frozenset(layers)
    missing = tuple(layer for layer in REQUIRED_LAYERS if layer not in held)
    return missing if not held.isdisjoint(FILE_LAYERS) else (*missing, " or ".join(FILE_LAYERS))


def is_confined(layers: Iterable[str]) -> bool:
    """Return whether ``layers`` are enough to grade files of people who are not trusted."""
    return not missing_layers(layers)
