"""How much one confined child may use."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields

MIB = 2**20


def default_processes() -> int:
    """Return the processes and threads a child may have: TensorFlow's pools grow with the cores, the rest is slack."""
    return 160 + 8 * (os.cpu_count() or 1)


@dataclass(frozen=True)
class Limits:
    """Bounds on one child; passing one gives that question a named failure and kills the child.

    Args:
        cpu_seconds: computing time of one question, over all its processes and threads.
        wall_seconds: time on the clock of one question; generous, since a busy machine must not fail anyone.
        memory_bytes: memory beyond what the warm server already holds.
        processes: processes and threads together.
        answer_bytes: the largest answer.
        output_bytes: kept of standard output, and of standard error; half from the start, half from the end.
        disk_bytes: the work folder and ``/tmp`` together.
    """

    cpu_seconds: float = 60.0
    wall_seconds: float = 180.0
    memory_bytes: int = 2048 * MIB
    processes: int = field(default_factory=default_processes)
    answer_bytes: int = 64 * MIB
    output_bytes: int = 64 * 1024
    disk_bytes: int = 64 * MIB

    def __post_init__(self) -> None:
        for each in fields(self):
            value = getattr(self, each.name)
            if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < 2**60:
                raise ValueError(f"Limits.{each.name} must be a positive number; received {value!r}.")

    def to_json(self) -> dict[str, float]:
        """Return the limits as a JSON object."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, float]) -> Limits:
        """Read what :meth:`to_json` wrote.

        Raises:
            TypeError, ValueError: if a field is unknown or not a positive number.
        """
        whole = {each.name for each in fields(cls) if each.type == "int"}
        return cls(**{name: int(value) if name in whole else value for name, value in data.items()})  # type: ignore[arg-type]
