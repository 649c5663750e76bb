"""What an exercise puts into the learner's folder before their code runs there, such as folders of pictures."""

from __future__ import annotations

import importlib.util
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Materials:
    """Files for one submission.

    Args:
        files: their bytes by path below the learner's working folder, with forward slashes.
        links: folders of ``files``, by a name under which they also appear in ``/tmp``, for files that were written
            for a course whose pictures lie there. (Where the sandbox has no ``/tmp`` of its own, they do not.)
    """

    files: Mapping[str, bytes] = field(default_factory=dict)
    links: Mapping[str, str] = field(default_factory=dict)

    def as_arrays(self) -> dict[str, NDArray[np.uint8]]:
        """Return the files as the sandbox takes them."""
        return {name: np.frombuffer(content, np.uint8) for name, content in self.files.items()}


def materials_of(suite: Path, seed: int) -> Materials:
    """Return what the suite's ``materials.py`` draws for a submission; nothing if the suite has no such file.

    Args:
        suite: the exercise's suite folder.
        seed: of the submission's questions. The same seed draws the same files.
    """
    path = suite / "materials.py"
    if not path.is_file():
        return Materials()
    spec = importlib.util.spec_from_file_location(f"materials_of_{suite.name}", path)
    assert spec is not None
    assert spec.loader is not None
    module: Any = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    drawn = module.materials(np.random.default_rng([seed, zlib.crc32(b"materials")]))
    if not isinstance(drawn, Materials):
        raise TypeError(f"{path}: materials(rng) must return Materials; received {type(drawn).__name__}.")
    return drawn
