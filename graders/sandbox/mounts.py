"""The mount layer: a new root that holds only what Python and TensorFlow need, everything read-only but ``/tmp``."""

from __future__ import annotations

import contextlib
import os
import pwd
import sys
from dataclasses import dataclass
from pathlib import Path

from graders.sandbox import libc

_SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32")
_ETC = ("/etc/ld.so.cache", "/etc/localtime")
# No /dev/zero: mapped as shared, it is memory that no limit counts.
_DEVICES = ("/dev/null", "/dev/full", "/dev/random", "/dev/urandom")
_SHARED_MEMORY_BYTES = 16 * 2**20
_MAX_FILES = 20_000
_PYTHON_FOLDERS = ("bin", "include", "lib", "lib64", "share")
_PACKAGE_FOLDERS = ("site-packages", "dist-packages")
_RESTRICTED = libc.MOUNT_ATTR_RDONLY | libc.MOUNT_ATTR_NOSUID | libc.MOUNT_ATTR_NODEV


@dataclass(frozen=True)
class FilePlan:
    """Which files a child may see.

    Args:
        readable: folders shown read-only, at the place where they are outside.
        hidden: a folder that stays out of reach even inside a readable one (the project); what of it is
            readable is shown again.
    """

    readable: tuple[str, ...]
    hidden: str


def file_plan(project_root: Path, data: Path | None) -> FilePlan:
    """Return what this Python and its libraries need.

    Args:
        project_root: the folder to hide.
        data: a further folder to show, the course's data sets.
    """
    root = project_root.resolve()
    wanted = [Path(path) for path in (*_SYSTEM, sys.prefix, sys.base_prefix, sys.base_exec_prefix)]
    wanted.append(Path(sys.executable).resolve().parent.parent)
    wanted += [Path(entry) for entry in sys.path if entry and _holds_libraries(Path(entry))]
    if data is not None:
        wanted.append(data)
    homes = _homes()
    readable: list[str] = []
    for path in wanted:
        for form in (path.absolute(), path.resolve()):
            # Of a Python that lies in somebody's home itself (~/bin, ~/lib), only those folders.
            forms = [form / name for name in _PYTHON_FOLDERS] if form in homes else [form]
            for each in forms:
                if each.exists() and each not in (root, Path("/")) and str(each) not in readable:
                    readable.append(str(each))
    return FilePlan(tuple(readable), str(root))


def _holds_libraries(folder: Path) -> bool:
    """Whether an entry of ``sys.path`` is one of installed packages.

    A ``.pth`` file, which an editable install leaves, adds folders of somebody's own work.
    """
    return folder.name in _PACKAGE_FOLDERS


def _homes() -> frozenset[Path]:
    """Return the home of this user and the folders above it, but for those of the system."""
    try:
        home = Path(pwd.getpwuid(os.getuid()).pw_dir).resolve()
    except KeyError:
        return frozenset()
    return frozenset(path for path in (home, *home.parents) if str(path) not in _SYSTEM)


def landlock_readable(plan: FilePlan) -> tuple[str, ...]:
    """Return the paths that Landlock must let through besides the writable ones."""
    return (*plan.readable, *_ETC, "/etc/passwd", "/etc/group", "/etc/hosts", "/proc")


def landlock_writable() -> tuple[str, ...]:
    """Return the device files and the folder of shared memory, which may be written."""
    return (*_DEVICES, "/dev/shm")


def enter_new_root(mount_point: str, plan: FilePlan, tmp_bytes: int) -> None:
    """Replace the file tree of this mount namespace; the old one is gone afterwards.

    Args:
        mount_point: an empty folder to build on; nothing of it remains outside.
        plan: what to show.
        tmp_bytes: size of ``/tmp``, the only large place to write.

    Raises:
        OSError: if the kernel refuses a step; this process must not go on then.
    """
    libc.mount("none", "/", flags=libc.MS_REC | libc.MS_PRIVATE)
    libc.mount("tmpfs", mount_point, "tmpfs", libc.MS_NOSUID | libc.MS_NODEV, "size=4m,mode=755")
    root = Path(mount_point)
    flags = libc.MS_NOSUID | libc.MS_NODEV | libc.MS_NOEXEC
    # Before the folders: the project, and with it the environment, may itself lie below /tmp.
    (root / "tmp").mkdir()
    options = f"size={tmp_bytes},nr_inodes={_MAX_FILES},mode=1777"
    libc.mount("tmpfs", str(root / "tmp"), "tmpfs", flags, options)
    _show_folders(root, plan)
    _make_etc(root)
    _make_devices(root)
    # A container may forbid a new /proc, as long as parts of its own are hidden: then there is none inside.
    (root / "proc").mkdir()
    with contextlib.suppress(OSError):
        # Read-only: root without rights still owns the settings of the kernel.
        libc.mount("proc", str(root / "proc"), "proc", flags | libc.MS_RDONLY)
    libc.mount("none", mount_point, flags=libc.MS_REMOUNT | libc.MS_BIND | libc.MS_RDONLY | libc.MS_NOSUID)
    _switch_root(mount_point)


def _show_folders(root: Path, plan: FilePlan) -> None:
    shown: dict[Path, bool] = {}  # folder -> True if shown, False if hidden
    for folder in sorted({*map(Path, plan.readable), Path(plan.hidden)}, key=lambda path: len(path.parts)):
        above = next((shown[parent] for parent in folder.parents if parent in shown), False)
        target = root / folder.relative_to("/")
        if str(folder) == plan.hidden:
            shown[folder] = False
            if above and folder.exists():
                libc.mount("tmpfs", str(target), "tmpfs", libc.MS_NOSUID | libc.MS_NODEV, "size=1m,mode=755")
            continue
        if above:
            continue
        if folder.is_symlink() and str(folder) in _SYSTEM:
            target.symlink_to(folder.readlink())
            continue
        shown[folder] = True
        _bind(folder, target)


def _bind(source: Path, target: Path) -> None:
    if source.is_dir():
        target.mkdir(parents=True, exist_ok=True)
    else:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.touch()
    libc.mount(str(source), str(target), flags=libc.MS_BIND | libc.MS_REC)
    try:
        libc.set_mount_attributes(str(target), _RESTRICTED)
    except OSError:  # before Linux 5.12: this one mount only, keeping the flags that the kernel has locked
        kept = os.statvfs(source).f_flag
        flags = kept & (libc.MS_NOEXEC | 1024 | 2048) | (1 << 21 if kept & 4096 else 0)
        flags |= libc.MS_REMOUNT | libc.MS_BIND | libc.MS_RDONLY | libc.MS_NOSUID | libc.MS_NODEV
        libc.mount("none", str(target), flags=flags)


def _make_etc(root: Path) -> None:
    (root / "etc").mkdir()
    for path in map(Path, _ETC):
        if path.exists():
            _bind(path.resolve(), root / path.relative_to("/"))
    (root / "etc/passwd").write_text(
        "root:x:0:0::/:/usr/sbin/nologin\nlearner:x:65534:65534::/tmp/work:/usr/sbin/nologin\n"
    )
    (root / "etc/group").write_text("root:x:0:\nlearner:x:65534:\n")
    (root / "etc/hosts").write_text("127.0.0.1 localhost\n")


def _make_devices(root: Path) -> None:
    (root / "dev/shm").mkdir(parents=True)
    options = f"size={_SHARED_MEMORY_BYTES},nr_inodes=1000,mode=1777"
    flags = libc.MS_NOSUID | libc.MS_NODEV | libc.MS_NOEXEC
    libc.mount("tmpfs", str(root / "dev/shm"), "tmpfs", flags, options)
    for path in map(Path, _DEVICES):
        target = root / path.relative_to("/")
        target.touch()
        libc.mount(str(path), str(target), flags=libc.MS_BIND)


def _switch_root(new: str) -> None:
    os.chdir(new)
    try:
        libc.pivot_root(".", ".")
        libc.unmount(".", libc.MNT_DETACH)
    except OSError:  # the machine runs from its boot image, which cannot be pivoted away
        libc.mount(new, "/", flags=libc.MS_MOVE)
        os.chroot(".")
    os.chdir("/")
