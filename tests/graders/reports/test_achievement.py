"""The record of achievement: what is drawn, as which file, and for whom it cannot be."""

import io

import numpy as np
import pytest
from PIL import Image

from graders.reports.achievement import DPI, HEIGHT, WIDTH, Achievement, Earned, achievement_bytes, draw
from graders.reports.lettering import Lettering, LetteringError, lettering_for

EARNED = (Earned("Stop when it is good enough", 15.5, 20, "2026-11-20"), Earned("A neuron", 8, 8))


def record(name="Ana", earned=EARNED, issued="2026-11-26", **more):
    return Achievement(name, earned, 6, issued, "Checked by a machine.", **more)


def test_as_a_picture_it_is_a_sheet_of_a4():
    picture = Image.open(io.BytesIO(achievement_bytes(record(), "png")))
    assert picture.size == (WIDTH, HEIGHT)
    assert picture.info["dpi"] == pytest.approx((DPI, DPI), abs=0.1)


def test_as_a_pdf_it_is_one_sheet_of_a4_with_a_title():
    data = achievement_bytes(record(), "pdf")
    assert data.startswith(b"%PDF-")
    assert data.count(b"/Type /Page\n") == 1
    assert "Record of achievement: Ana".encode("utf-16-be") in data or b"Record of achievement: Ana" in data


def test_every_line_of_text_has_ink_on_the_page():
    """Each thing that it says changes the picture where it stands, and only there."""
    plain = np.asarray(draw(record()))
    for other, rows in (
        (record("Bo"), (390, 520)),
        (record(issued="2027-01-01"), (1430, 1480)),
        (record(issuer="Grace"), (1430, 1480)),
        (record(earned=(EARNED[0], Earned("A neurone", 8, 8))), (700, 780)),
        (record(earned=(EARNED[0], Earned("A neuron", 8, 8, "2026-11-21"))), (700, 780)),
    ):
        changed = np.flatnonzero((np.asarray(draw(other)) != plain).any(axis=(1, 2)))
        changed = (
            changed[changed < 1430] if rows[0] < 1430 else changed
        )  # the number at the foot changes with all
        assert changed.size
        assert rows[0] <= changed.min() <= changed.max() <= rows[1]


def test_the_number_stays_while_the_points_do_whatever_the_day():
    assert record().number == record(issued="2027-01-01").number
    assert len({record().number, record("Bo").number, record(earned=EARNED[:1]).number}) == 3
    assert len(record().number) == 12


def test_many_exercises_and_long_names_stay_on_the_sheet():
    border = np.asarray(draw(record()))[:, -150:]
    long = record("Maximiliane " * 8, [Earned("A title that goes on and on " * 4, 1, 3, "2026-11-20")] * 40)
    assert np.array_equal(np.asarray(draw(long))[:, -150:], border)
    between = np.asarray(draw(long))[1400:1425, 190:-190]
    assert (between == 255).all(), "the last row runs into the foot of the page"


def test_a_name_that_no_font_has_is_told_with_the_remedy():
    with pytest.raises(LetteringError, match="install one"):
        achievement_bytes(record("\U000132d3"), "png")


def test_plain_letters_need_no_font_of_the_machine(monkeypatch):
    monkeypatch.setattr("graders.reports.lettering._FAMILIES", ())
    assert lettering_for("Ana Smith, 15.5 of 20") == Lettering()
    assert achievement_bytes(record(), "png")
    with pytest.raises(LetteringError):
        lettering_for("Łukasz")


def test_another_form_is_refused():
    with pytest.raises(ValueError, match="pdf, png"):
        achievement_bytes(record(), "gif")
