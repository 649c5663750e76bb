"""Between the fork server and learner code: three small trusted processes for each child.

- The **supervisor** makes the namespaces, tells the judge what happens, and kills everything at the end.
- The **init** is process 1 of the PID namespace: it builds the file tree, starts the learner process, reaps
  orphans, and ends with the learner process, whereupon the kernel kills whatever is left in the namespace.
- The **learner process** gives up its rights and runs :mod:`graders.sandbox.child`.
"""

from __future__ import annotations

import contextlib
import fcntl
import gc
import json
import os
import select
import signal
import socket
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from graders import layers
from graders.sandbox import (
    cgroup,
    child,
    landlock,
    libc,
    mounts,
    namespaces,
    privileges,
    seccomp,
    workspace,
)
from graders.sandbox.limits import Limits
from graders.sandbox.processes import close_all_but, kill_tree, wait_reaping

_ANSWER_DESCRIPTOR = 3
_STATUS_DESCRIPTOR = 4
_CGROUP_SLACK_BYTES = 256 * 2**20  # page tables, pipes and the like are charged to the group as well


@dataclass(frozen=True)
class Site:
    """What every child of one server shares.

    Args:
        folder: the server's private folder; holds ``root`` (a mount point) and ``scratch``.
        plan: the files a child may see.
        data: the course's data sets, or None.
        server_pid: the server's process id.
        cgroup_parent: where control groups may be made, or None.
    """

    folder: Path
    plan: mounts.FilePlan
    data: Path | None
    server_pid: int
    cgroup_parent: Path | None


@dataclass(frozen=True)
class Order:
    """One child to start.

    Args:
        number: counts the server's children.
        limits: what it may use.
        disabled: layers to leave out, for tests.
        control: connection to the judge; its end means that the child must go.
        life: readable once the server is gone.
        answer, stdout, stderr: descriptors for the learner process.
        ask_maps: write end of a pipe to the server, by which it is asked to write the user maps.
        maps_done: read end of a pipe on which it answers.
    """

    number: int
    limits: Limits
    disabled: frozenset[str]
    control: socket.socket
    life: int
    answer: int
    stdout: int
    stderr: int
    ask_maps: int
    maps_done: int

    @property
    def descriptors(self) -> tuple[int, ...]:
        """Every descriptor that the supervisor needs."""
        control = self.control.fileno()
        return (control, self.life, self.answer, self.stdout, self.stderr, self.ask_maps, self.maps_done)


def supervise(site: Site, order: Order) -> NoReturn:
    """Run one child to its end in this process, just forked from the server; never returns."""
    code = 1
    try:
        close_all_but(2, *order.descriptors)
        _Supervisor(site, order).run()
        code = 0
    except BaseException:
        traceback.print_exc()
        with contextlib.suppress(OSError):
            order.control.sendall(_fault().encode() + b"\n")
    finally:
        os._exit(code)


class _Supervisor:
    def __init__(self, site: Site, order: Order) -> None:
        self._site = site
        self._order = order
        self._scratch = site.folder / "scratch" / str(order.number)
        self._init = 0

    def run(self) -> None:
        order = self._order
        self._scratch.mkdir(mode=0o755)
        group = self._make_group()
        held = namespaces.enter(order.disabled, self._ask_for_maps)
        if sys.platform == "linux":
            libc.prctl(libc.PR_SET_CHILD_SUBREAPER, 1)
        status_read, status_write = os.pipe()
        go_read, go_write = os.pipe()
        self._init = init = os.fork()
        if init == 0:
            os.close(status_read)
            os.close(go_write)
            init_process = _Init(self._site, order, held, self._scratch, status_write, go_read)
            _run_in_child(init_process.run, status_write)
        for descriptor in (status_write, go_read, order.answer, order.stdout, order.stderr):
            os.close(descriptor)
        if group is not None and group.add(init):
            held.add(layers.CGROUP)
        os.write(go_write, b"g")
        os.close(go_write)
        final = None
        try:
            final = self._watch(status_read, held)
        finally:
            kill_tree(init, layers.PID in held)
            if final is not None and "exit" in final:
                final["exit"]["oom"] = group is not None and group.killed
            workspace.clear(self._scratch)
        if final is not None:
            self._tell(final)

    def _make_group(self) -> cgroup.MemoryGroup | None:
        if layers.CGROUP in self._order.disabled:
            return None
        limits = self._order.limits
        memory = limits.memory_bytes + limits.disk_bytes + _CGROUP_SLACK_BYTES
        name = cgroup.group_name(self._site.server_pid, self._order.number)
        return cgroup.create(self._site.cgroup_parent, name, memory, limits.processes + 8)

    def _ask_for_maps(self) -> bool:
        os.write(self._order.ask_maps, b"m")
        return os.read(self._order.maps_done, 1) == b"y"

    def _watch(self, status: int, held: set[str]) -> dict[str, Any] | None:
        """Wait until the init, the judge or the server ends; return the init's last report if anyone still waits."""
        poll = select.poll()
        for descriptor in (self._order.control.fileno(), self._order.life, status):
            poll.register(descriptor, select.POLLIN)
        reports = b""
        while True:
            for descriptor, _ in poll.poll():
                if descriptor != status:
                    return None  # the judge or the server has gone
                piece = os.read(status, 65536)
                if not piece:
                    return {"exit": {"signal": int(signal.SIGKILL)}}
                reports += piece
                while b"\n" in reports:
                    line, _, reports = reports.partition(b"\n")
                    report: dict[str, Any] = json.loads(line)
                    if "layers" not in report:
                        return report
                    together = held | set(report["layers"])
                    self._tell(
                        {
                            "pid": self._init,
                            "layers": [name for name in layers.ALL_LAYERS if name in together],
                        }
                    )

    def _tell(self, report: dict[str, Any]) -> None:
        with contextlib.suppress(OSError):
            self._order.control.sendall(json.dumps(report).encode() + b"\n")


class _Init:
    def __init__(self, site: Site, order: Order, held: set[str], scratch: Path, status: int, go: int) -> None:
        self._site = site
        self._order = order
        self._held = held
        self._scratch = scratch
        self._status = status
        self._go = go
        self._can_be_nobody = False

    def run(self) -> None:
        order = self._order
        if sys.platform == "linux":
            libc.prctl(libc.PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.read(self._go, 1) != b"g":
            return
        close_all_but(2, order.answer, order.stdout, order.stderr, self._status)
        try:
            work = self._prepare_files()
        except OSError as error:
            self._report({"error": f"the file tree could not be built: {error}"})
            return
        if sys.platform == "linux":
            libc.prctl(libc.PR_SET_CHILD_SUBREAPER, 1)
        learner = os.fork()
        if learner == 0:
            _run_in_child(lambda: self._become_learner(work), _STATUS_DESCRIPTOR)
        for descriptor in (order.answer, order.stdout, order.stderr):
            os.close(descriptor)
        if sys.platform == "linux":
            libc.prctl(libc.PR_SET_DUMPABLE, 0)
        status = wait_reaping(learner)
        if os.WIFSIGNALED(status):
            self._report({"exit": {"signal": os.WTERMSIG(status)}})
        else:
            self._report({"exit": {"code": os.WEXITSTATUS(status)}})

    def _report(self, report: dict[str, Any]) -> None:
        os.write(self._status, json.dumps(report).encode() + b"\n")

    def _prepare_files(self) -> Path:
        base = self._scratch
        if layers.MOUNT not in self._order.disabled and namespaces.enter_mount_namespace():
            try:
                mounts.enter_new_root(
                    str(self._site.folder / "root"), self._site.plan, self._order.limits.disk_bytes
                )
                base = Path("/tmp")
                self._held.add(layers.MOUNT)
            except PermissionError:
                # Refused at the first mount, in some containers: the old files are still there then.
                if not self._scratch.exists():
                    raise
        self._can_be_nobody = os.geteuid() == 0 and privileges.can_read_as_nobody(
            self._site.plan.readable, layers.MOUNT not in self._held
        )
        # A learner process that stays root, but without rights, may not write to a folder of nobody's.
        becomes_nobody = self._can_be_nobody and layers.NOBODY not in self._order.disabled
        owner = namespaces.NOBODY_ID if becomes_nobody else None
        if base == self._scratch and owner is not None:
            os.chown(base, owner, owner)
        return workspace.prepare(base, self._site.data, owner)

    def _become_learner(self, work: Path) -> None:
        order = self._order
        if sys.platform == "linux":
            libc.prctl(libc.PR_SET_PDEATHSIG, signal.SIGKILL)
        _place_descriptors(order.answer, order.stdout, order.stderr, self._status)
        gc.enable()
        workspace.enter(work)
        held = self._give_up_rights(work)
        if sys.platform == "linux":
            libc.prctl(libc.PR_SET_PDEATHSIG, signal.SIGKILL)  # lost with the change of user
        report = json.dumps({"layers": sorted(held)}).encode() + b"\n"
        os.write(_STATUS_DESCRIPTOR, report)
        os.close(_STATUS_DESCRIPTOR)
        child.serve(_ANSWER_DESCRIPTOR, work)

    def _give_up_rights(self, work: Path) -> set[str]:
        order = self._order
        held = set(self._held & {layers.MOUNT})
        if layers.RLIMITS not in order.disabled:
            privileges.limit_resources(order.limits)
            held.add(layers.RLIMITS)
        held |= privileges.become_nobody(order.disabled, self._can_be_nobody)
        if layers.LANDLOCK not in order.disabled:
            with contextlib.suppress(OSError):
                landlock.restrict(
                    mounts.landlock_readable(self._site.plan), (*mounts.landlock_writable(), str(work.parent))
                )
                held.add(layers.LANDLOCK)
        if layers.SECCOMP not in order.disabled:
            with contextlib.suppress(OSError):
                seccomp.install()
                held.add(layers.SECCOMP)
        return held


def _run_in_child(body: Callable[[], None], status: int) -> NoReturn:
    """Run ``body`` in a process just forked, which must never return into the code that forked it."""
    code = 1
    try:
        body()
        code = 0
    except BaseException:
        with contextlib.suppress(BaseException):
            traceback.print_exc()
        with contextlib.suppress(BaseException):  # once learner code runs, this descriptor is closed
            os.write(status, _fault().encode() + b"\n")
    finally:
        os._exit(code)


def _fault() -> str:
    return json.dumps({"error": traceback.format_exc(limit=-3)[-1500:]})


def _place_descriptors(answer: int, stdout: int, stderr: int, status: int) -> None:
    """Put the descriptors at their fixed numbers and close every other one."""
    null = os.open(os.devnull, os.O_RDWR)
    wanted = [null, stdout, stderr, answer, status]
    above = [fcntl.fcntl(descriptor, fcntl.F_DUPFD, len(wanted)) for descriptor in wanted]
    for index, descriptor in enumerate(above):
        os.dup2(descriptor, index)
    close_all_but(*range(len(wanted)))
    os.set_inheritable(_ANSWER_DESCRIPTOR, False)
    os.set_inheritable(_STATUS_DESCRIPTOR, False)
