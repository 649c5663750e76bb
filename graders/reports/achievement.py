"""The record of achievement: one page, as PDF or PNG, that says what a learner has earned."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from PIL import Image, ImageDraw

from graders.reports.lettering import Lettering, lettering_for
from graders.reports.text import shown_line

FORMS = ("pdf", "png")
WIDTH, HEIGHT, DPI = 2339, 1654, 200  # A4, lying
_MARGIN, _TOP, _BOTTOM = 190, 640, 1390
_INK, _PALE, _BLUE, _TRACK, _PAPER = "#0e141b", "#4a5663", "#0060a0", "#d8dee6", "#ffffff"
_LONGEST_NAME = 60  # characters
_LARGEST_ROW = 72


@dataclass(frozen=True)
class Earned:
    """What was earned in one exercise.

    Args:
        title: of the exercise.
        points: that count.
        max_points: that could be earned.
        on: the day it was handed in, ISO; empty where none is known.
    """

    title: str
    points: float
    max_points: float
    on: str = ""


@dataclass(frozen=True)
class Achievement:
    """What the page says.

    Args:
        learner: the name; untrusted text.
        earned: one entry an exercise, in the order of the course.
        exercises: how many exercises the course has.
        issued: the day, ISO.
        basis: one sentence about who checked, for the foot of the page.
        issuer: who stands for it; empty for nobody.
    """

    learner: str
    earned: Sequence[Earned]
    exercises: int
    issued: str
    basis: str
    issuer: str = ""

    @property
    def number(self) -> str:
        """Twelve digits that stay the same, on any day, while the name and the points do: to compare with a copy."""
        said = json.dumps(asdict(self) | {"issued": ""}, sort_keys=True, ensure_ascii=True)
        return hashlib.sha256(said.encode("ascii")).hexdigest()[:12]


def achievement_bytes(achievement: Achievement, form: str) -> bytes:
    """Return the page as a file.

    Args:
        achievement: what it says.
        form: ``pdf`` or ``png``.

    Raises:
        LetteringError: if this machine has no font for the name.
        ValueError: if ``form`` is another one.
    """
    if form not in FORMS:
        raise ValueError(f"expected one of {', '.join(FORMS)}, received {form!r}")
    file = io.BytesIO()
    title = f"Record of achievement: {shown_line(achievement.learner, _LONGEST_NAME)}"
    picture = draw(achievement)
    if form == "pdf":
        picture.save(file, "PDF", resolution=DPI, title=title)
    else:
        picture.save(file, "PNG", dpi=(DPI, DPI), optimize=True)
    return file.getvalue()


def draw(achievement: Achievement) -> Image.Image:
    """Return the page as a picture of ``WIDTH`` by ``HEIGHT`` pixels."""
    name = shown_line(achievement.learner, _LONGEST_NAME)
    letters = lettering_for(name + achievement.issuer + "".join(one.title for one in achievement.earned))
    picture = Image.new("RGB", (WIDTH, HEIGHT), _PAPER)
    page = ImageDraw.Draw(picture)
    page.rectangle((60, 60, WIDTH - 60, HEIGHT - 60), outline=_BLUE, width=6)
    page.rectangle((78, 78, WIDTH - 78, HEIGHT - 78), outline=_TRACK, width=2)
    _head(page, letters, name, achievement)
    _rows(page, letters, achievement.earned)
    _foot(page, letters, achievement)
    return picture


def _head(page: ImageDraw.ImageDraw, letters: Lettering, name: str, achievement: Achievement) -> None:
    page.text((_MARGIN, 165), "TensorFlow by doing", font=letters.font(44), fill=_BLUE)
    page.text((_MARGIN, 235), "Record of achievement", font=letters.font(92, bold=True), fill=_INK)
    page.text((_MARGIN, 400), name, font=_fitting(letters, name, 76), fill=_INK)
    points = sum(one.points for one in achievement.earned)
    most = sum(one.max_points for one in achievement.earned)
    done = len(achievement.earned)
    told = (
        f"{points:g} of {most:g} points in {done} of {achievement.exercises} "
        f"{'exercise' if achievement.exercises == 1 else 'exercises'}"
    )
    page.text((_MARGIN, 515), told, font=letters.font(44), fill=_PALE)


def _fitting(letters: Lettering, text: str, size: int):  # type: ignore[no-untyped-def]  # Pillow's font
    while size > 20 and letters.font(size, bold=True).getlength(text) > WIDTH - 2 * _MARGIN:
        size -= 2
    return letters.font(size, bold=True)


def _rows(page: ImageDraw.ImageDraw, letters: Lettering, earned: Sequence[Earned]) -> None:
    height = min(_LARGEST_ROW, (_BOTTOM - _TOP) // max(1, len(earned)))
    font = letters.font(max(12, int(height * 0.47)))
    for place, one in enumerate(earned):
        y = _TOP + place * height
        page.text((_MARGIN, y), _shortened(one.title, font, 1130), font=font, fill=_INK)
        _bar(page, 1350, y, height, min(1.0, one.points / one.max_points) if one.max_points else 0.0)
        page.text((1740, y), f"{one.points:g} of {one.max_points:g}", font=font, fill=_INK)
        page.text((WIDTH - _MARGIN, y), one.on, font=font, fill=_PALE, anchor="ra")


def _bar(page: ImageDraw.ImageDraw, x: int, y: int, height: int, share: float) -> None:
    top, bottom, width = y + height * 0.14, y + height * 0.46, 350
    page.rectangle((x, top, x + width, bottom), fill=_TRACK)
    if share > 0:
        page.rectangle((x, top, x + width * share, bottom), fill=_BLUE)


def _shortened(text: str, font, width: int) -> str:  # type: ignore[no-untyped-def]  # Pillow's font
    if font.getlength(text) <= width:
        return text
    while text and font.getlength(text + "...") > width:
        text = text[:-1]
    return text.rstrip() + "..."


def _foot(page: ImageDraw.ImageDraw, letters: Lettering, achievement: Achievement) -> None:
    font = letters.font(30)
    issued = f"Issued on {achievement.issued}" + (f" by {achievement.issuer}" if achievement.issuer else "")
    page.text((_MARGIN, HEIGHT - 215), issued, font=font, fill=_INK)
    number = f"Number {achievement.number}"
    page.text((WIDTH - _MARGIN, HEIGHT - 215), number, font=font, fill=_PALE, anchor="ra")
    page.text((_MARGIN, HEIGHT - 160), achievement.basis, font=letters.font(26), fill=_PALE)
