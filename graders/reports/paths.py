"""Where each page goes in the report folder: safe, unique and, where possible, readable file names.

Learners choose their names and file systems disagree about what is allowed and what is the same, so the rules
of all of them are followed at once: a report folder can be copied to Windows, zipped or put on the web.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath

from graders.grading.results import SubmissionResult

_PUNCTUATION = frozenset("-_. ")
_LONGEST = 100  # bytes before the hash and the suffix; file systems allow 255
_DIGITS = (0, 8, 64)  # digits of the hash to add, the fewest that tell all names apart
_WINDOWS_DEVICES = frozenset(
    ["CON", "PRN", "AUX", "NUL", *(f"{port}{n}" for port in ("COM", "LPT") for n in "0123456789")]
)
# What the report folder itself holds beside the learners' folders.
_TAKEN = frozenset(
    [
        "canvas.csv",
        "gradescope",
        "index.html",
        "junit.xml",
        "moodle.csv",
        "results.csv",
        "results.jsonl",
        "results.previous.jsonl",
        "run.json",
        "similar",
    ]
)


def safe_names(names: Iterable[str]) -> dict[str, str]:
    """Return a file name for every name: the same for the same set, and no two the same on any file system.

    Plain names stay as they are. A name that had to be changed, or that differs from another only by case or
    by how an accent is encoded, ends in the first digits of its SHA-256.

    Args:
        names: any strings: empty, ``..``, with slashes, NUL, lone surrogates, emoji, of any length.
    """
    stems = {name: _stem(name) for name in sorted(set(names))}
    level = {name: int(stem != name or stem.casefold() in _TAKEN) for name, stem in stems.items()}
    while True:
        chosen = {name: _with_hash(stems[name], name, _DIGITS[level[name]]) for name in stems}
        uses = Counter(file_name.casefold() for file_name in chosen.values())
        clashing = [name for name, file_name in chosen.items() if uses[file_name.casefold()] > 1]
        if not clashing:
            return chosen
        for name in clashing:
            level[name] = min(level[name] + 1, len(_DIGITS) - 1)


def report_paths(results: Sequence[SubmissionResult]) -> tuple[PurePosixPath, ...]:
    """Return ``<learner>/<exercise>`` for each result, without suffix, relative to the report folder.

    When a learner handed in one exercise twice, the second in the order of the files' names becomes
    ``<exercise>-2``, and so on.
    """
    folders = safe_names(result.learner for result in results)
    labels = _labels(results)
    files: dict[str, dict[str, str]] = {}
    for learner in folders:
        files[learner] = safe_names(
            label for result, label in zip(results, labels, strict=True) if result.learner == learner
        )
    return tuple(
        PurePosixPath(folders[result.learner], files[result.learner][label])
        for result, label in zip(results, labels, strict=True)
    )


def _labels(results: Sequence[SubmissionResult]) -> list[str]:
    """Return the exercise of each result, numbered where a learner has several for one exercise."""
    labels = [result.exercise for result in results]
    taken = {(result.learner, result.exercise) for result in results}
    seen: set[tuple[str, str]] = set()
    for index in sorted(range(len(results)), key=lambda index: (results[index].source, index)):
        learner, exercise = results[index].learner, results[index].exercise
        if (learner, exercise) in seen:
            number = 2
            while (learner, f"{exercise}-{number}") in taken:
                number += 1
            labels[index] = f"{exercise}-{number}"
            taken.add((learner, labels[index]))
        seen.add((learner, exercise))
    return labels


def _stem(name: str) -> str:
    """Return ``name`` with everything replaced that some file system, shell or URL would trip over."""
    stem = unicodedata.normalize("NFC", name.encode("utf-8", "replace").decode("utf-8"))
    stem = "".join(c if c.isalnum() or c in _PUNCTUATION else "_" for c in stem)
    stem = stem.encode()[:_LONGEST].decode("utf-8", "ignore")
    stem = stem.lstrip(" .-").rstrip(" .") or "unnamed"
    device = unicodedata.normalize("NFKC", stem).split(".")[0].strip().upper()
    return f"_{stem}" if device in _WINDOWS_DEVICES else stem


def _with_hash(stem: str, name: str, digits: int) -> str:
    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:digits]
    return f"{stem}-{digest}" if digits else stem
