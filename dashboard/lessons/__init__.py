"""The lessons: a folder ``NN_slug`` here with a ``lesson.toml``, a ``lesson.md`` and a ``page.py`` is one.

Nothing else is edited to add a lesson. This module reads the folders; it imports no streamlit, so the
tests and the home page can list lessons without drawing them.
"""

from __future__ import annotations

import importlib
import itertools
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

LESSONS = Path(__file__).resolve().parent
REMEMBER_LINES = 3

_Kind = TypeVar("_Kind", str, int)

_FOLDER = re.compile(r"\d\d_[a-z0-9_]+")
_SECTION = re.compile(r"^## +([a-z0-9-]+) *$", re.MULTILINE)


class LessonError(ValueError):
    """A lesson's folder is incomplete; the message says which file, what was expected and what to try."""


@dataclass(frozen=True)
class Lesson:
    """One lesson, read from its folder.

    Args:
        slug: the folder's name without its number, with hyphens; the page's address.
        number: place in the course, from 1.
        title: the page's title.
        icon: a Material symbol, ``":material/name:"``.
        minutes: reading and trying, roughly.
        heading: headings of the notes that the lesson teaches, word for word.
        exercises: ids of the exercises that practise it, in the order in which to take them.
        summary: one sentence for the home page.
        questions: keys of the questions that its page asks before a run.
        objectives: what the learner can do afterwards.
        remember: three lines to take away.
        sections: the prose of ``lesson.md``: the markdown under each ``## section-id``.
        folder: where it lives.
    """

    slug: str
    number: int
    title: str
    icon: str
    minutes: int
    heading: tuple[str, ...]
    exercises: tuple[str, ...]
    summary: str
    questions: tuple[str, ...]
    objectives: tuple[str, ...]
    remember: tuple[str, ...]
    sections: Mapping[str, str]
    folder: Path

    def section(self, name: str) -> str:
        """Return the markdown of one section.

        Raises:
            LessonError: if ``lesson.md`` has no such section.
        """
        if name not in self.sections:
            raise LessonError(
                f"{self.folder.name}/lesson.md has no section '## {name}'; it has: "
                f"{', '.join(self.sections)}. Add it, or change the name in page.py."
            )
        return self.sections[name]

    def renderer(self) -> Callable[[Lesson], None]:
        """Import the lesson's ``page.py`` and return its ``render`` function.

        Raises:
            LessonError: if ``page.py`` has no function ``render``.
        """
        page = importlib.import_module(f"{__name__}.{self.folder.name}.page")
        render: Callable[[Lesson], None] | None = getattr(page, "render", None)
        if render is None:
            raise LessonError(f"{self.folder.name}/page.py needs a function `render(lesson)`.")
        return render


def discover(root: Path = LESSONS) -> tuple[Lesson, ...]:
    """Read every lesson folder under ``root``, in the order of the course.

    Raises:
        LessonError: if a lesson is incomplete, or two lessons share a number.
    """
    folders = [path for path in sorted(root.iterdir()) if path.is_dir() and _FOLDER.fullmatch(path.name)]
    lessons = sorted((read_lesson(folder) for folder in folders), key=lambda lesson: lesson.number)
    for earlier, later in itertools.pairwise(lessons):
        if earlier.number == later.number:
            raise LessonError(
                f"{earlier.folder.name} and {later.folder.name} both have number = {later.number} "
                f"in lesson.toml; give each lesson a number of its own."
            )
    return tuple(lessons)


def read_lesson(folder: Path) -> Lesson:
    """Read one lesson folder.

    Raises:
        LessonError: if a file or a field is missing, empty or of the wrong type.
    """
    for name in ("lesson.toml", "lesson.md", "page.py"):
        if not (folder / name).is_file():
            raise LessonError(
                f"{folder.name} has no {name}; a lesson needs lesson.toml, lesson.md and page.py."
            )
    try:
        table = tomllib.loads((folder / "lesson.toml").read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise LessonError(f"{folder.name}/lesson.toml is not valid TOML: {error}.") from error
    remember = _texts(table, "remember", folder)
    if len(remember) != REMEMBER_LINES:
        raise LessonError(
            f"{folder.name}/lesson.toml: expected {REMEMBER_LINES} lines in `remember`, "
            f"received {len(remember)}."
        )
    return Lesson(
        slug=folder.name[3:].replace("_", "-"),
        number=_field(table, "number", int, folder),
        title=_field(table, "title", str, folder),
        icon=_field(table, "icon", str, folder),
        minutes=_field(table, "minutes", int, folder),
        heading=_texts(table, "heading", folder),
        exercises=_texts(table, "exercises", folder, may_be_empty=True),
        summary=_field(table, "summary", str, folder),
        questions=_texts(table, "questions", folder),
        objectives=_texts(table, "objectives", folder),
        remember=remember,
        sections=_sections((folder / "lesson.md").read_text(encoding="utf-8"), folder),
        folder=folder,
    )


def _field(table: Mapping[str, Any], name: str, kind: type[_Kind], folder: Path) -> _Kind:
    value = table.get(name)
    if not isinstance(value, kind) or isinstance(value, bool):
        raise LessonError(
            f"{folder.name}/lesson.toml: expected `{name}` as {kind.__name__}, received {value!r}."
        )
    if not value:
        raise LessonError(f"{folder.name}/lesson.toml: `{name}` is empty; give it a value.")
    return value


def _texts(
    table: Mapping[str, Any], name: str, folder: Path, *, may_be_empty: bool = False
) -> tuple[str, ...]:
    value = table.get(name)
    if value == [] and may_be_empty:
        return ()
    if not isinstance(value, list) or not value or not all(isinstance(line, str) and line for line in value):
        raise LessonError(
            f"{folder.name}/lesson.toml: expected `{name}` as a list of sentences, received {value!r}."
        )
    return tuple(value)


def _sections(text: str, folder: Path) -> dict[str, str]:
    parts = _SECTION.split(text)
    names, bodies = parts[1::2], parts[2::2]
    if parts[0].strip():
        raise LessonError(
            f"{folder.name}/lesson.md has text before its first '## section-id'; move it into a section."
        )
    sections = {name: body.strip() for name, body in zip(names, bodies, strict=True)}
    if len(sections) != len(names):
        raise LessonError(f"{folder.name}/lesson.md names a section twice: {', '.join(names)}.")
    empty = [name for name, body in sections.items() if not body]
    if empty:
        raise LessonError(
            f"{folder.name}/lesson.md: the section '## {empty[0]}' is empty; write it or remove it."
        )
    return sections
