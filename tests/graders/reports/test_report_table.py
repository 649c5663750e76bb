"""results.csv, read back as a spreadsheet would."""

import csv
import io

from graders.grading.results import SubmissionResult
from graders.reports.cells import ENCODING
from graders.reports.table import COLUMNS, to_csv


def rows_of(*results: SubmissionResult) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(to_csv(results), newline="")))


def test_a_row_says_who_earned_what(make_check, make_result) -> None:
    (row,) = rows_of(make_result(make_check(), make_check("failed", name="warns", points=0.5)))
    assert row == {
        "learner": "Ana",
        "exercise": "callbacks",
        "status": "failed",
        "score": "2.5",
        "max_score": "4.0",
        "percent": "62",
        "seconds": "1.25",
        "source": "Ana/callbacks.py",
        "problem": "",
        "callbacks: stops_training": "2.0",
        "callbacks: warns": "0.5",
    }


def test_columns_do_not_depend_on_the_order_of_submissions(make_check, make_result) -> None:
    b, a = make_check(name="b_first"), make_check(name="a_second")
    results = [
        make_result(make_check(), exercise="zoo"),
        make_result(b, a, exercise="arrays"),
        make_result(exercise="arrays", learner="Bo"),
    ]
    expected = [*COLUMNS, "arrays: b_first", "arrays: a_second", "zoo: stops_training"]
    assert to_csv(results).splitlines()[0] == ",".join(expected)
    assert to_csv(results) == to_csv(results[::-1])


def test_checks_of_other_exercises_stay_empty(make_check, make_result) -> None:
    arrays, zoo = rows_of(
        make_result(make_check(), exercise="arrays"), make_result(make_check(), exercise="zoo")
    )
    assert (arrays["arrays: stops_training"], arrays["zoo: stops_training"]) == ("2.0", "")
    assert (zoo["arrays: stops_training"], zoo["zoo: stops_training"]) == ("", "2.0")


def test_a_grader_error_is_an_empty_cell_and_not_a_zero(make_check, make_result) -> None:
    (row,) = rows_of(make_result(make_check(), make_check("grader_error", name="warns")))
    assert (row["status"], row["score"], row["percent"]) == ("grader_error", "", "")
    assert (row["callbacks: stops_training"], row["callbacks: warns"]) == ("2.0", "")


def test_no_cell_starts_a_formula_or_holds_a_line_end(hostile_result) -> None:
    text = to_csv([hostile_result])
    assert text.encode(ENCODING)
    table = list(csv.reader(io.StringIO(text, newline="")))
    assert len(table) == 2
    for cell in [cell for row in table for cell in row]:
        assert not cell.lstrip().startswith(("=", "+", "-", "@", "＝"))
        assert not {"\n", "\r", "\t", "\x00"} & set(cell)
        assert len(cell) <= 2_100


def test_an_honest_name_with_accents_is_untouched(make_check, make_result) -> None:
    data = to_csv([make_result(make_check(), learner="Zoë O'Núñez-李")]).encode(ENCODING)
    assert data.startswith(b"\xef\xbb\xbf")
    assert "Zoë O'Núñez-李,callbacks,passed" in data.decode(ENCODING)


def test_an_empty_class_is_a_heading() -> None:
    assert to_csv([]) == ",".join(COLUMNS) + "\r\n"
