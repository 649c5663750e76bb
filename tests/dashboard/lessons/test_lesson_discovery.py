"""Finding and reading lesson folders: what a complete lesson holds, and what an incomplete one is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard.lessons import LessonError, discover, read_lesson

TOML = """
number = {number}
title = "A title"
icon = ":material/school:"
minutes = 5
heading = ["A heading"]
exercises = []
summary = "One sentence."
questions = ["guess"]
objectives = ["do it"]
remember = ["one", "two", "three"]
"""


def make_lesson(root: Path, name: str = "01_first_steps", toml: str = TOML.format(number=1)) -> Path:
    folder = root / name
    folder.mkdir()
    (folder / "lesson.toml").write_text(toml)
    (folder / "lesson.md").write_text("## intro\n\nHello.\n\n## more\n\n### A heading\n\nText.\n")
    (folder / "page.py").write_text("def render(lesson):\n    pass\n")
    return folder


def test_a_lesson_is_its_folder(tmp_path):
    lesson = read_lesson(make_lesson(tmp_path))

    assert (lesson.slug, lesson.number, lesson.title) == ("first-steps", 1, "A title")
    assert lesson.section("intro") == "Hello."
    assert lesson.section("more") == "### A heading\n\nText."


def test_lessons_come_in_the_order_of_the_course_and_other_folders_are_no_lessons(tmp_path):
    make_lesson(tmp_path, "07_last", TOML.format(number=7))
    make_lesson(tmp_path, "02_early", TOML.format(number=2))
    (tmp_path / "__pycache__").mkdir()

    assert [lesson.slug for lesson in discover(tmp_path)] == ["early", "last"]


def test_two_lessons_cannot_share_a_number(tmp_path):
    make_lesson(tmp_path, "02_a")
    make_lesson(tmp_path, "03_b")

    with pytest.raises(LessonError, match="02_a and 03_b both have number = 1"):
        discover(tmp_path)


@pytest.mark.parametrize("name", ["lesson.toml", "lesson.md", "page.py"])
def test_a_missing_file_is_named(tmp_path, name):
    folder = make_lesson(tmp_path)
    (folder / name).unlink()

    with pytest.raises(LessonError, match=f"01_first_steps has no {name}"):
        read_lesson(folder)


@pytest.mark.parametrize(
    ("good", "bad", "told"),
    [
        ('title = "A title"', "", "expected `title` as str, received None"),
        ('title = "A title"', 'title = ""', "`title` is empty"),
        ("number = 1", "number = true", "expected `number` as int, received True"),
        ('heading = ["A heading"]', "heading = []", "expected `heading` as a list"),
        (
            'remember = ["one", "two", "three"]',
            'remember = ["one"]',
            "expected 3 lines in `remember`, received 1",
        ),
        ('title = "A title"', "title = ", "not valid TOML"),
    ],
)
def test_a_wrong_field_is_named_with_what_was_expected(tmp_path, good, bad, told):
    folder = make_lesson(tmp_path, toml=TOML.format(number=1).replace(good, bad))

    with pytest.raises(LessonError, match=told):
        read_lesson(folder)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Lost text.\n\n## intro\n\nHello.\n", "text before its first"),
        ("## intro\n\nHello.\n\n## intro\n\nAgain.\n", "names a section twice"),
        ("## intro\n\n## more\n\nHello.\n", "section '## intro' is empty"),
    ],
)
def test_broken_prose_is_told(tmp_path, text, told):
    folder = make_lesson(tmp_path)
    (folder / "lesson.md").write_text(text)

    with pytest.raises(LessonError, match=told):
        read_lesson(folder)


def test_an_unknown_section_lists_the_known_ones(tmp_path):
    lesson = read_lesson(make_lesson(tmp_path))

    with pytest.raises(LessonError, match="no section '## outro'; it has: intro, more"):
        lesson.section("outro")
