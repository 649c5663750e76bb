"""Reading what Canvas and Moodle export, and saying in one sentence why a file is neither."""

import pytest

from graders.reports.roster import Kind, Roster, RosterError, read_roster

CANVAS = (
    "Student,ID,SIS User ID,SIS Login ID,Section,callbacks (7),Final Score\n"
    ",,,,,Manual Posting,\n"
    "    Points Possible,,,,,10.00,(read only)\n"
    '"Bauer, Jonas",31,S1,jbauer,Morning,,0\n'
    '"Student, Test",99,,x,Morning,,\n'
)
MOODLE = (
    '"First name","Last name","ID number","Email address","Assignment: callbacks (Real)"\n'
    "Jonas,Bauer,S1,jonas@example.org,-\n"
)


@pytest.fixture
def read(tmp_path):
    def read(content: str | bytes) -> Roster:
        path = tmp_path / "list.csv"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return read_roster(path)

    return read


def test_an_export_of_canvas_lists_people_among_other_rows(read) -> None:
    roster = read(CANVAS)
    assert roster.kind is Kind.CANVAS
    assert len(roster.rows) == 4
    assert [roster.name(row) for row in roster.rows if roster.is_person(row)] == ["Bauer, Jonas"]


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (MOODLE, "Jonas Bauer"),
        (MOODLE.replace("Last name", "Surname"), "Jonas Bauer"),
        (
            "Identifier,Full name,Email address,Grade\nParticipant 12,Jonas Bauer,j@example.org,\n",
            "Jonas Bauer",
        ),
        ("Email address,Groups\nj@example.org,\n", "j@example.org"),
        ("Username,Groups\njbauer,\n", "jbauer"),
    ],
)
def test_exports_of_moodle_are_known_by_what_names_a_person(content, name, read) -> None:
    roster = read(content)
    assert roster.kind is Kind.MOODLE
    assert [roster.name(row) for row in roster.rows if roster.is_person(row)] == [name]


@pytest.mark.parametrize(
    "encode",
    [
        lambda text: text.encode("utf-8-sig"),
        lambda text: text.encode("utf-16"),
        lambda text: text.encode("cp1252"),
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: text.replace(",", ";").encode(),
        lambda text: text.replace(",", "\t").encode(),
        lambda text: f"\n{text}\n,,,,\n".encode(),
    ],
)
def test_what_spreadsheets_make_of_an_export_is_read_the_same(encode, read) -> None:
    assert read(encode(MOODLE.replace("Jonas", "José"))).rows == read(MOODLE.replace("Jonas", "José")).rows


def test_rows_of_canvas_that_are_nobody_s_may_be_of_another_length(read) -> None:
    uneven = CANVAS.replace("Manual Posting,", "Manual Posting,,,").replace("10.00,(read only)", "10.00")
    roster = read(uneven.replace(",,0\n", ",,0,\n"))
    assert {len(row) for row in roster.rows} == {len(roster.header)}


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "no class list"),
        ("name,points\nx,1\n", "expected a first row with Student, ID and Section"),
        ("E-Mail-Adresse\nx\n", "Export it in English"),
        (CANVAS.replace("jbauer,", ""), r"Row 4 of .* has 6 cells, but the first row has 7"),
        (CANVAS.split('"Bauer')[0], "lists nobody"),
        ('Username\n"x', "no CSV file"),
        (b"\x89PNG\0\0", "no class list"),
        ("Username\n" + "x" * 200_000, "no CSV file: field larger"),
    ],
)
def test_what_is_no_class_list_is_one_sentence(content, sentence, read) -> None:
    with pytest.raises(RosterError, match=sentence) as error:
        read(content)
    assert "\n" not in str(error.value)


def test_a_file_that_is_not_there_or_too_large_is_one_sentence(tmp_path) -> None:
    with pytest.raises(RosterError, match="cannot be read: No such file"):
        read_roster(tmp_path / "list.csv")
    with pytest.raises(RosterError, match="cannot be read: Is a directory"):
        read_roster(tmp_path)
    with (tmp_path / "huge.csv").open("wb") as file:
        file.truncate(20_000_001)
    with pytest.raises(RosterError, match="at most 20 MB"):
        read_roster(tmp_path / "huge.csv")
