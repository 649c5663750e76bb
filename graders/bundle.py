"""``python -m graders bundle``: the archive that learners get.

It holds the stubs, their tasks as Markdown and how to begin; nothing of a suite: no checks, hints or solutions. The
same exercises give the same bytes on every machine, so that two archives can be compared by their checksum.
"""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from io import BytesIO
from pathlib import Path

from graders.grading.exercise import Exercise

_TIME = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip can hold
_FOLDER = "exercises"

_README = """\
# Exercises

{list}

## Begin

Python 3.11 to 3.13 and TensorFlow are all that the exercises need:

```
python3 -m venv .venv
.venv/bin/python -m pip install tensorflow
```

On Windows write `py -3.11 -m venv .venv` and `.venv\\Scripts\\python` instead.

## Work

1. Read the task: `statements/{first}.md`, or the text at the top of `exercises/{first}.py`; they are the same.
2. Write your solution between `# START` and `# END` in `exercises/{first}.py`. Keep the names and the arguments that
   are there. You may add functions, classes and imports.
3. See that the file runs: `.venv/bin/python exercises/{first}.py`. What it prints, plots or downloads costs no points.
4. Check it: upload the file on the exercise's page in the course's dashboard, or, where the project is installed, run
   `python -m graders check exercises/{first}.py`. Each check says what was expected, what came, and what to try.
5. Hand in the file under its own name, as `.py` or as a notebook (`{first}.ipynb`).
"""


class BundleError(Exception):
    """The archive cannot be written; the message is one sentence."""


def bundle_files(exercises: Sequence[Exercise]) -> Mapping[str, bytes]:
    """Return what the archive holds, by name and in the order of names.

    Args:
        exercises: at least one; an exercise given twice is in it once.
    """
    chosen = {exercise.id: exercise for exercise in sorted(exercises, key=lambda exercise: exercise.id)}
    files = {"README.md": _readme(list(chosen.values())).encode()}
    for exercise in chosen.values():
        # As text: a checkout on Windows may have other line ends.
        files[f"{_FOLDER}/{exercise.id}.py"] = exercise.stub_source.encode()
        files[f"statements/{exercise.id}.md"] = f"{exercise.statement}\n".encode()
    return dict(sorted(files.items()))


def bundle(exercises: Sequence[Exercise]) -> bytes:
    """Return the archive, the same bytes for the same exercises."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in bundle_files(exercises).items():
            entry = zipfile.ZipInfo(name, _TIME)
            entry.create_system = 3  # Unix, also when made on Windows
            entry.external_attr = 0o100644 << 16
            # Stored: compressors differ between versions of zlib, and these files are small.
            archive.writestr(entry, content, zipfile.ZIP_STORED)
    return target.getvalue()


def write_bundle(path: Path, exercises: Sequence[Exercise]) -> tuple[str, ...]:
    """Write the archive, replacing an earlier one whole, and return the names in it.

    Raises:
        BundleError: if there is no exercise, or the file cannot be written.
    """
    if not exercises:
        raise BundleError("There is no exercise to put into an archive.")
    if path.suffix.lower() != ".zip":
        raise BundleError(f"Expected --out to name a .zip file, received {path}.")
    temporary = path.with_name(f".{path.name}.tmp")
    try:
        temporary.write_bytes(bundle(exercises))
        temporary.replace(path)
    except OSError as error:
        with suppress(OSError):
            temporary.unlink()
        raise BundleError(f"{path} cannot be written: {error.strerror or error}.") from error
    return tuple(bundle_files(exercises))


def _readme(exercises: Sequence[Exercise]) -> str:
    items = [
        f"- **{exercise.title}** (`{_FOLDER}/{exercise.id}.py`, {exercise.points:g} points)"
        for exercise in exercises
    ]
    return _README.format(list="\n".join(items), first=exercises[0].id)
