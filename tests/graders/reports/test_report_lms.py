"""canvas.csv and moodle.csv, read back as the two systems would."""

import csv
import io

import pytest

from graders.reports.lms import CANVAS_COLUMNS, MOODLE_COLUMNS, lms_csv
from graders.reports.matching import attendance
from graders.reports.roster import Kind, read_roster

TITLES = {"callbacks": "Stop when it is good enough", "arrays": "Arrays"}
CANVAS = (
    "Student,ID,SIS User ID,SIS Login ID,Section,Stop when it is good enough (771),Essay (772),Final Score\r\n"
    ",,,,,Manual Posting,,\r\n"
    "    Points Possible,,,,,10.00,5.00,(read only)\r\n"
    '"Bauer, Jonas",31,S1,jbauer,Morning,,4,40\r\n'
    '"Costa, Inês",32,S2,icosta,Morning,7,,0\r\n'
    '"Ito, Yui",33,S3,yito,Evening,3,,0\r\n'
)
MOODLE = (
    '"First name","Last name","Email address","Assignment: callbacks (Real)","Assignment: callbacks (Feedback)",'
    '"Assignment: callbacks (Percentage)","Last downloaded from this course"\r\n'
    "Jonas,Bauer,jonas@example.org,-,,-,1700000000\r\n"
    "Inês,Costa,ines@example.org,-,,-,1700000000\r\n"
)
WORKSHEET = (
    'Identifier,"Full name","Email address",Status,Grade,"Maximum Grade","Feedback comments"\r\n'
    "Participant 77,Jonas Bauer,jonas@example.org,Submitted,,100.00,\r\n"
)


def table(data: bytes, delimiter: str = ",") -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=delimiter))


@pytest.fixture
def graded(make_check, make_result):
    """Return a function that makes a result with 2 of 4 points."""

    def graded(learner: str, exercise: str = "callbacks", status: str = "failed", **fields):
        checks = (make_check(), make_check(status, name="warns", description="It warns of <None> & goes on."))
        return make_result(*checks, learner=learner, exercise=exercise, **fields)

    return graded


@pytest.fixture
def fill(tmp_path):
    """Return a function that fills a class list with results."""

    def fill(content: str | bytes, *results) -> bytes:
        (tmp_path / "list.csv").write_bytes(content.encode() if isinstance(content, str) else content)
        roster = read_roster(tmp_path / "list.csv")
        return lms_csv(roster.kind, results, TITLES, (roster, attendance(roster, results)))

    return fill


def test_without_a_list_canvas_gets_its_columns_and_the_points_possible(graded) -> None:
    results = [
        graded("bauerjonas", source="bauerjonas_31_900_callbacks.py"),
        graded("icosta"),
        graded("icosta", "arrays"),
    ]
    assert table(lms_csv(Kind.CANVAS, results, TITLES)) == [
        [*CANVAS_COLUMNS, "arrays", "callbacks"],
        ["    Points Possible", "", "", "", "", "4", "4"],
        ["bauerjonas", "31", "", "", "", "", "2"],
        ["icosta", "", "", "icosta", "", "2", "2"],
    ]


def test_without_a_list_moodle_gets_what_the_folders_say_and_feedback(graded) -> None:
    results = [
        graded("icosta"),
        graded("4711"),
        graded("yui@example.org"),
        graded("Jo B_77_assignsubmission_file"),
    ]
    header, *rows = table(lms_csv(Kind.MOODLE, results, TITLES))
    assert header == [*MOODLE_COLUMNS, "callbacks", "callbacks (Feedback)"]
    assert [row[:5] for row in rows] == [
        ["4711", "", "4711", "", "2"],
        ["Jo B", "", "", "", "2"],
        ["icosta", "icosta", "", "", "2"],
        ["yui@example.org", "", "", "yui@example.org", "2"],
    ]
    assert rows[0][5] == (
        "Score: 2 of 4 points (50 %), 1 of 2 checks passed. Failed: It warns of &lt;None&gt; &amp; goes on."
    )


def test_a_list_of_canvas_comes_back_with_grades_in_proportion_and_nothing_else_changed(graded, fill) -> None:
    before = table(CANVAS.encode())
    after = table(fill(CANVAS, graded("jbauer"), graded("x", source="x_32_9_callbacks.py")))
    assert after[3][5] == "5"  # 2 of 4 points, where Canvas gives 10
    assert after[4][5] == "5"
    assert after[5] == before[5]  # handed nothing in: keeps the grade that Canvas has
    after[3][5], after[4][5] = before[3][5], before[4][5]
    assert after == before


def test_an_exercise_without_a_column_gets_one_at_the_end(graded, fill) -> None:
    header, posting, possible, first, *_ = table(fill(CANVAS, graded("jbauer", "arrays")))
    assert header[-2:] == ["Final Score", "arrays"]
    assert (posting[-1], possible[-1], first[-1]) == ("", "4", "2")


def test_a_list_of_moodle_comes_back_with_grade_and_feedback_in_their_columns(graded, fill) -> None:
    header, jonas, ines = table(fill(MOODLE, graded("jonas"), graded("jonas", "arrays")))
    assert header == [*table(MOODLE.encode())[0], "arrays", "arrays (Feedback)"]
    assert (jonas[3], jonas[5], jonas[6], jonas[7]) == ("2", "-", "1700000000", "2")
    assert "Failed: It warns" in jonas[4]
    assert ines == ["Inês", "Costa", "ines@example.org", "-", "", "-", "1700000000", "", ""]


def test_a_grading_worksheet_of_moodle_is_filled_in_proportion_to_its_maximum(graded, fill) -> None:
    _, row = table(fill(WORKSHEET, graded("Jonas Bauer_77_assignsubmission_file_")))
    assert (row[4], row[5]) == ("50", "100.00")
    assert row[6].startswith("Score: 2 of 4 points")


def test_a_grader_error_changes_no_grade(graded, fill) -> None:
    failed = graded("icosta", status="grader_error")
    assert table(fill(CANVAS, failed)) == table(CANVAS.encode())
    assert table(lms_csv(Kind.CANVAS, [failed], TITLES))[2] == ["icosta", "", "", "icosta", "", ""]


def test_separator_and_byte_order_mark_stay_as_they_were(graded, fill) -> None:
    semicolons = fill(WORKSHEET.replace(",", ";").encode("utf-8-sig"), graded("jonas"))
    assert semicolons.startswith(b"\xef\xbb\xbfIdentifier;Full name;")
    assert fill(WORKSHEET, graded("jonas")).startswith(b"Identifier,")


def test_a_list_of_the_other_system_is_not_used(graded, tmp_path) -> None:
    (tmp_path / "list.csv").write_text(MOODLE)
    roster = read_roster(tmp_path / "list.csv")
    results = [graded("jonas")]
    listed = (roster, attendance(roster, results))
    assert lms_csv(Kind.CANVAS, results, TITLES, listed) == lms_csv(Kind.CANVAS, results, TITLES)


@pytest.mark.parametrize("kind", Kind)
def test_no_text_of_a_learner_starts_a_formula(kind, hostile_result) -> None:
    rows = table(lms_csv(kind, [hostile_result], {}))
    cells = [cell for row in rows for cell in row]
    assert not [cell for cell in cells if cell.lstrip().startswith(("=", "+", "-", "@", "＝"))]
    assert not [cell for cell in cells if {"\n", "\r", "\t", "\x00"} & set(cell)]
    assert all(len(cell) <= 2_100 for cell in cells)


def test_formulas_in_a_class_list_are_made_harmless_and_numbers_stay_numbers(graded, fill) -> None:
    hostile = MOODLE.replace("Jonas,", '"=HYPERLINK(""http://x"")",').replace(",-,,-,", ",-1.5,@x,-3 %,", 1)
    _, jonas, ines = table(fill(hostile, graded("ines")))
    assert jonas[:6] == ['\'=HYPERLINK("http://x")', "Bauer", "jonas@example.org", "-1.5", "'@x", "-3 %"]
    assert ines[5] == "-"
