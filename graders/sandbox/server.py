"""The fork server: imports TensorFlow once, runs no operation, and forks a confined child for every connection.

``python -m graders.sandbox.server --socket PATH --folder DIR --parent PID [--preload MODULE] [--data DIR]``.
It prints ``ready`` when it listens, and ends when its standard input closes or its parent changes.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import importlib
import json
import os
import selectors
import signal
import socket
import struct
import sys
import time
import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graders import layers
from graders.sandbox import array_batches, cgroup, hugepages, mounts, namespaces, single_trace, supervisor
from graders.sandbox.limits import Limits

PROJECT_ROOT = Path(__file__).resolve().parents[2]
_REQUEST_BYTES = 64 * 1024
_REQUEST_SECONDS = 10.0
_DESCRIPTORS = 3
_TICK_SECONDS = 0.5
_CLOSING_SECONDS = 5.0
# Tracing a model makes many objects that stay; Python's own 700 would have each child look at them again and again.
_OBJECTS_BETWEEN_COLLECTIONS = 20_000


@dataclass
class _Waiting:
    """A connection whose request has not come yet."""

    connection: socket.socket
    since: float


@dataclass
class _Mapping:
    """A supervisor that may ask for its user maps: the pipe it asks on, and the one it is answered on."""

    pid: int
    asked: int
    answer: int


class Server:
    """Accepts connections and forks; survives whatever arrives on them.

    Args:
        listener: a listening Unix socket.
        site: what all children share.
        parent: process id of the judge that started this server.
        allow_disabled_layers: whether a request may leave layers out; for tests.
    """

    def __init__(
        self, listener: socket.socket, site: supervisor.Site, parent: int, allow_disabled_layers: bool = False
    ) -> None:
        self._listener = listener
        self._site = site
        self._parent = parent
        # Should learner code ever reach the socket, all it can start is another confined child.
        self._allow_disabled_layers = allow_disabled_layers
        self._selector = selectors.DefaultSelector()
        self._started = 0
        self._children: dict[int, int] = {}
        # Every supervisor holds the read end, which ends with this process, however it ends.
        self._life_read, self._life_write = os.pipe()

    def run(self) -> None:
        """Serve until the judge that started this server has gone."""
        self._listener.setblocking(False)
        self._selector.register(self._listener, selectors.EVENT_READ)
        self._selector.register(0, selectors.EVENT_READ)
        while os.getppid() == self._parent:
            for key, _ in self._selector.select(_TICK_SECONDS):
                if key.fileobj == 0:
                    return self._close()
                try:
                    self._handle(key)
                except Exception:  # one bad connection must not end the others
                    traceback.print_exc()
            self._reap()
            self._drop_silent_connections()
        return self._close()

    def _handle(self, key: selectors.SelectorKey) -> None:
        if key.fileobj is self._listener:
            connection, _ = self._listener.accept()
            if not is_judge(connection):
                connection.close()
                return
            connection.setblocking(False)
            self._selector.register(connection, selectors.EVENT_READ, _Waiting(connection, time.monotonic()))
        elif isinstance(key.data, _Waiting):
            self._selector.unregister(key.data.connection)
            with key.data.connection as connection:
                self._receive(connection)
        elif isinstance(key.data, _Mapping):
            self._map_users(key.data)

    def _receive(self, connection: socket.socket) -> None:
        message, descriptors, _, _ = socket.recv_fds(connection, _REQUEST_BYTES, _DESCRIPTORS)
        try:
            limits, disabled = parse_request(message, len(descriptors))
            if disabled and not self._allow_disabled_layers:
                raise ValueError("this server starts no child without all layers")
            connection.setblocking(True)
            self._fork(connection, descriptors, limits, disabled)
        except (ValueError, TypeError, KeyError, OSError) as error:
            with contextlib.suppress(OSError):
                connection.send(json.dumps({"error": f"the request was refused: {error}"}).encode() + b"\n")
        finally:
            for descriptor in descriptors:
                os.close(descriptor)

    def _fork(
        self, connection: socket.socket, descriptors: list[int], limits: Limits, disabled: frozenset[str]
    ) -> None:
        asked_read, asked_write = os.pipe()
        answer_read, answer_write = os.pipe()
        self._started += 1
        number = self._started
        try:
            pid = os.fork()
        except OSError:
            os.close(asked_read)
            os.close(answer_write)
            raise
        else:
            if pid == 0:
                order = supervisor.Order(
                    number=number,
                    limits=limits,
                    disabled=disabled,
                    control=connection,
                    life=self._life_read,
                    answer=descriptors[0],
                    stdout=descriptors[1],
                    stderr=descriptors[2],
                    ask_maps=asked_write,
                    maps_done=answer_read,
                )
                supervisor.supervise(self._site, order)
        finally:
            os.close(asked_write)
            os.close(answer_read)
        self._children[pid] = number
        self._selector.register(asked_read, selectors.EVENT_READ, _Mapping(pid, asked_read, answer_write))

    def _map_users(self, mapping: _Mapping) -> None:
        if os.read(mapping.asked, 1) == b"m":
            done = namespaces.write_maps_of(mapping.pid)
            with contextlib.suppress(OSError):
                os.write(mapping.answer, b"y" if done else b"n")
        else:
            self._selector.unregister(mapping.asked)
            os.close(mapping.asked)
            os.close(mapping.answer)

    def _reap(self) -> None:
        with contextlib.suppress(ChildProcessError):
            while True:
                pid, _ = os.waitpid(-1, os.WNOHANG)
                if pid == 0:
                    return
                number = self._children.pop(pid, 0)
                cgroup.remove(self._site.cgroup_parent, cgroup.group_name(self._site.server_pid, number))

    def _drop_silent_connections(self) -> None:
        now = time.monotonic()
        for key in list(self._selector.get_map().values()):
            if isinstance(key.data, _Waiting) and now - key.data.since > _REQUEST_SECONDS:
                self._selector.unregister(key.data.connection)
                key.data.connection.close()

    def _close(self) -> None:
        """Let the supervisors see the end, and give them a moment to clear up."""
        os.close(self._life_write)
        deadline = time.monotonic() + _CLOSING_SECONDS
        while self._children and time.monotonic() < deadline:
            self._reap()
            time.sleep(0.01)


def is_judge(connection: socket.socket) -> bool:
    """Whether the other end is no learner code: where only Landlock hides files, that could find the socket and
    start children of which no judge knows, with limits of its own choice.
    """
    if sys.platform != "linux":
        return True
    size = struct.calcsize("3i")
    pid, _, _ = struct.unpack("3i", connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, size))
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/ns/pid").readlink() == Path("/proc/self/ns/pid").readlink()
    return False


def parse_request(message: bytes, descriptors: int) -> tuple[Limits, frozenset[str]]:
    """Return the limits and disabled layers that a judge asks for.

    Raises:
        ValueError, TypeError, KeyError: if it is no such request.
    """
    if descriptors != _DESCRIPTORS:
        raise ValueError(f"expected {_DESCRIPTORS} descriptors, received {descriptors}")
    request: dict[str, Any] = json.loads(message)
    disabled = frozenset(request["disabled"])
    unknown = disabled.difference(layers.ALL_LAYERS)
    if unknown:
        raise ValueError(f"unknown layers {sorted(unknown)}")
    return Limits.from_json(request["limits"]), disabled


def preload(modules: list[str]) -> None:
    """Import ``modules`` and get everything ready that children would otherwise each do for themselves."""
    for name in modules:
        importlib.import_module(name)
    if "tensorflow" in sys.modules:
        tensorflow = sys.modules["tensorflow"]
        # Many children share the cores, so more threads each only cost; these run no operation.
        tensorflow.config.threading.set_intra_op_parallelism_threads(1)
        tensorflow.config.threading.set_inter_op_parallelism_threads(1)
        single_trace.install(sys.modules["keras"])
        array_batches.install(sys.modules["keras"])
    here = {str(PROJECT_ROOT), str(Path.cwd()), ""}
    sys.path[:] = [entry for entry in sys.path if entry not in here]
    sys.dont_write_bytecode = True
    gc.disable()
    gc.collect()
    gc.freeze()  # a collection in a child would write to, and so copy, every page of the warm memory
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)
    hugepages.collapse()


def main(arguments: list[str] | None = None) -> None:
    """Run the server until its judge ends."""
    parser = argparse.ArgumentParser(description="Fork server of the grading sandbox; started by the judge.")
    parser.add_argument("--socket", required=True)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--parent", type=int, required=True)
    parser.add_argument("--preload", action="append", default=[])
    parser.add_argument("--data", type=Path)
    parser.add_argument("--allow-disabled-layers", action="store_true")
    options = parser.parse_args(arguments)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    preload(options.preload)
    cgroup_parent = cgroup.delegated_group()
    cgroup.sweep(cgroup_parent)
    site = supervisor.Site(
        folder=options.folder,
        plan=mounts.file_plan(PROJECT_ROOT, options.data),
        data=options.data,
        server_pid=os.getpid(),
        cgroup_parent=cgroup_parent,
    )
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(options.socket)
        listener.listen(128)
        print("ready", flush=True)
        Server(listener, site, options.parent, options.allow_disabled_layers).run()


if __name__ == "__main__":
    main()
