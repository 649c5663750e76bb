"""What can go wrong when a question is put to learner code, and whose fault it is."""

from __future__ import annotations

from dataclasses import dataclass


class SandboxError(Exception):
    """A fault of ours (no server, a broken set-up): a grader error, never a learner's zero."""


class ChildFailure(Exception):
    """Learner code did not answer a question properly. Each subclass says how."""


class ProtocolError(ChildFailure):
    """The bytes from the child are not an answer to the question: garbage, oversized, unsolicited or too deep."""


class ChildDied(ChildFailure):
    """The child's process ended in the middle of a question.

    Args:
        description: how, e.g. ``exit code 0`` or ``killed by signal 11 (SIGSEGV)``.
    """

    def __init__(self, description: str) -> None:
        super().__init__(description)
        self.description = description


class TimedOut(ChildFailure):
    """A question took longer than its limit; the child was killed.

    Args:
        seconds: the limit that was passed.
        which: ``cpu`` for computing time over all processes and threads, ``wall`` for time on the clock.
    """

    def __init__(self, seconds: float, which: str) -> None:
        super().__init__(f"stopped after {seconds:g} seconds ({which} time)")
        self.seconds = seconds
        self.which = which


class OutOfMemory(ChildFailure):
    """A question needed more memory than its limit; the child was killed.

    Args:
        limit: bytes allowed beyond what Python and TensorFlow need by themselves.
    """

    def __init__(self, limit: int) -> None:
        super().__init__(f"stopped at the memory limit of {limit / 2**20:.0f} MiB")
        self.limit = limit


@dataclass(frozen=True)
class Frame:
    """One line of a traceback that lies in the learner's own files.

    Args:
        filename: the file's name, without folder.
        line: 1-based line number.
        function: the enclosing function, ``<module>`` at the top level.
        text: the source line, stripped.
    """

    filename: str
    line: int
    function: str
    text: str


class LearnerError(ChildFailure):
    """Learner code raised an exception; the child lives on and can be asked again.

    Args:
        type_name: the exception's class name.
        message: its text, bounded.
        frames: the traceback's frames in the learner's files, outermost first.
        notes: notes attached to the exception.
        in_probe: True when no frame is the learner's: our probe code raised.
    """

    def __init__(
        self,
        type_name: str,
        message: str,
        frames: tuple[Frame, ...] = (),
        notes: tuple[str, ...] = (),
        in_probe: bool = False,
    ) -> None:
        super().__init__(f"{type_name}: {message}")
        self.type_name = type_name
        self.message = message
        self.frames = frames
        self.notes = notes
        self.in_probe = in_probe
