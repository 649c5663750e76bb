"""The seccomp layer: a filter that refuses the parts of the kernel that training never needs."""

from __future__ import annotations

import errno
import struct

from graders.sandbox import libc

# struct seccomp_data: number at 0, architecture at 4, then from 16 six 64-bit arguments, low word first.
_NUMBER, _ARCHITECTURE, _ARGUMENTS = 0, 4, 16
_LOAD, _JUMP_EQUAL, _JUMP_AT_LEAST, _JUMP_ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW = 0x7FFF0000
_KILL_PROCESS = 0x80000000
_ERRNO = 0x00050000

_AUDIT_ARCHITECTURE = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_X32_BIT = 0x40000000
_CLONE_NEW_ANYTHING = 0x7E020000
_AF_UNIX = 1
_MAP_SHARED, _MAP_ANONYMOUS = 0x01, 0x20
_TERMINAL_INPUT = (0x5412, 0x541C)  # TIOCSTI and TIOCLINUX type into somebody's terminal

# name: (x86_64, aarch64); None where the architecture lacks the call.
_REFUSED: dict[str, tuple[int | None, int | None]] = {
    # other processes
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "process_madvise": (440, 440),
    "process_mrelease": (448, 448),
    "pidfd_getfd": (438, 438),
    "kcmp": (312, 272),
    "migrate_pages": (256, 238),
    "move_pages": (279, 239),
    # mounts and namespaces
    "mount": (165, 40),
    "umount2": (166, 39),
    "pivot_root": (155, 41),
    "chroot": (161, 51),
    "unshare": (272, 97),
    "setns": (308, 268),
    "open_tree": (428, 428),
    "move_mount": (429, 429),
    "fsopen": (430, 430),
    "fsconfig": (431, 431),
    "fsmount": (432, 432),
    "fspick": (433, 433),
    "mount_setattr": (442, 442),
    "open_tree_attr": (467, 467),
    "open_by_handle_at": (304, 265),
    "name_to_handle_at": (303, 264),
    "fanotify_init": (300, 262),
    # parts of the kernel with a long record of holes
    "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427),
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "userfaultfd": (323, 282),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "keyctl": (250, 219),
    "modify_ldt": (154, None),
    "personality": (135, 92),
    "lookup_dcookie": (212, 18),
    "vhangup": (153, 58),
    # memory that belongs to no process, and so to no limit
    "shmget": (29, 194),
    "msgget": (68, 186),
    "semget": (64, 190),
    # programs that exist nowhere as a file
    "memfd_create": (319, 279),
    "memfd_secret": (447, 447),
    # the machine itself
    "kexec_load": (246, 104),
    "kexec_file_load": (320, 294),
    "init_module": (175, 105),
    "finit_module": (313, 273),
    "delete_module": (176, 106),
    "reboot": (169, 142),
    "swapon": (167, 224),
    "swapoff": (168, 225),
    "quotactl": (179, 60),
    "quotactl_fd": (443, 443),
    "acct": (163, 89),
    "syslog": (103, 116),
    "settimeofday": (164, 170),
    "clock_settime": (227, 112),
    "adjtimex": (159, 171),
    "clock_adjtime": (305, 266),
    "sethostname": (170, 161),
    "setdomainname": (171, 162),
    "iopl": (172, None),
    "ioperm": (173, None),
}
_CLONE3 = 435
_CLONE = {"x86_64": 56, "aarch64": 220}
_SOCKET = {"x86_64": 41, "aarch64": 198}
_SOCKETPAIR = {"x86_64": 53, "aarch64": 199}
_IOCTL = {"x86_64": 16, "aarch64": 29}
_MMAP = {"x86_64": 9, "aarch64": 222}


def install() -> None:
    """Put this process under the filter, for good; it must have given up new privileges before.

    Raises:
        OSError: if the kernel refuses, or the architecture is neither x86_64 nor aarch64.
    """
    libc.install_seccomp_filter(program(libc.architecture()))


def program(architecture: str) -> bytes:
    """Return the filter as BPF instructions of 8 bytes.

    Raises:
        OSError: if the architecture is neither ``x86_64`` nor ``aarch64``.
    """
    if architecture not in _AUDIT_ARCHITECTURE:
        raise OSError(errno.ENOSYS, f"no seccomp filter for {architecture}")
    column = 0 if architecture == "x86_64" else 1
    lines = [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_JUMP_EQUAL, 1, 0, _AUDIT_ARCHITECTURE[architecture]),
        (_RETURN, 0, 0, _KILL_PROCESS),
        (_LOAD, 0, 0, _NUMBER),
    ]
    if architecture == "x86_64":  # the x32 variants of every call would walk past the numbers below
        lines += [(_JUMP_AT_LEAST, 0, 1, _X32_BIT), (_RETURN, 0, 0, _KILL_PROCESS)]
    for numbers in _REFUSED.values():
        number = numbers[column]
        if number is not None:
            lines += [(_JUMP_EQUAL, 0, 1, number), _refuse(errno.EPERM)]
    # The C library then falls back to clone, whose flags a filter can read; clone3's lie behind a pointer.
    lines += [(_JUMP_EQUAL, 0, 1, _CLONE3), _refuse(errno.ENOSYS)]
    lines += _judged_by_argument(architecture)
    lines += [(_RETURN, 0, 0, _ALLOW)]
    return b"".join(struct.pack("<HBBI", *line) for line in lines)


def _judged_by_argument(architecture: str) -> list[tuple[int, int, int, int]]:
    first, second, fourth = _ARGUMENTS, _ARGUMENTS + 8, _ARGUMENTS + 24
    allow = (_RETURN, 0, 0, _ALLOW)
    only_unix = [(_LOAD, 0, 0, first), (_JUMP_EQUAL, 1, 0, _AF_UNIX), _refuse(errno.EPERM), allow]
    return [
        (_JUMP_EQUAL, 0, 4, _CLONE[architecture]),
        (_LOAD, 0, 0, first),
        (_JUMP_ANY_BIT, 0, 1, _CLONE_NEW_ANYTHING),
        _refuse(errno.EPERM),
        allow,
        (_JUMP_EQUAL, 0, 4, _SOCKET[architecture]),
        *only_unix,
        (_JUMP_EQUAL, 0, 4, _SOCKETPAIR[architecture]),
        *only_unix,
        # Shared memory without a file stays when it is unmapped but for one page, and then no process's counts.
        (_JUMP_EQUAL, 0, 5, _MMAP[architecture]),
        (_LOAD, 0, 0, fourth),
        (_JUMP_ANY_BIT, 0, 2, _MAP_ANONYMOUS),
        (_JUMP_ANY_BIT, 0, 1, _MAP_SHARED),
        _refuse(errno.EPERM),
        allow,
        (_JUMP_EQUAL, 0, 5, _IOCTL[architecture]),
        (_LOAD, 0, 0, second),
        (_JUMP_EQUAL, 1, 0, _TERMINAL_INPUT[0]),
        (_JUMP_EQUAL, 0, 1, _TERMINAL_INPUT[1]),
        _refuse(errno.EPERM),
        allow,
    ]


def _refuse(number: int) -> tuple[int, int, int, int]:
    return (_RETURN, 0, 0, _ERRNO | number)
