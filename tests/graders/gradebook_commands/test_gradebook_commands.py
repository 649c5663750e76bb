"""``python -m graders gradebook`` as an instructor uses it."""

import csv
import io
import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from graders.cli import main, parser
from graders.gradebook import Gradebook, grades
from graders.gradebook.handed_in import HandedIn, KnownFrom
from graders.gradebook.recording import Grading, record
from graders.gradebook_commands.export import grades_csv
from graders.grading.results import CheckResult, Status, SubmissionResult
from graders.grading.submission import Submission
from graders.reports.cells import ENCODING
from graders.run_file import present_suites

ROOT = Path(__file__).resolve().parents[3]
SUBMITTED = datetime(2026, 10, 25, 12, tzinfo=UTC)
HOSTILE = "=cmd|' /C calc'!A0\x1b[2J\n\x00"


@pytest.fixture
def gradebook(tmp_path, monkeypatch):
    """Name an empty gradebook in the environment, and be somebody."""
    path = tmp_path / "grades.db"
    monkeypatch.setenv("GRADEBOOK", f"sqlite:///{path}")
    monkeypatch.setenv("LOGNAME", "grace")
    return path


@pytest.fixture
def run(capsys):
    def command(*arguments):
        code = main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        assert "Traceback" not in captured.err
        return code, captured.out, captured.err

    return command


@pytest.fixture
def book(run):
    """Return a function that runs one command of the gradebook, which must succeed, and returns its output."""

    def command(*arguments):
        code, out, err = run("gradebook", *arguments)
        assert code == 0, err
        return out

    return command


def result_for(submission, seed, points):
    last = Status.PASSED if points == 20 else Status.FAILED
    checks = (
        CheckResult("builds", "builds", Status.PASSED, 10, 10),
        CheckResult("trains", "trains", last, points - 10, 10),
    )
    return SubmissionResult(submission.learner, "callbacks", checks, seed=seed, source=submission.source)


def add(path, learner="Ana", points=15, content=b"x = 1", suite="old", run="run-1"):
    submission = Submission(learner, "callbacks", "callbacks.py", content, source="Ana/callbacks.py")
    grading = Grading(
        submission, result_for(submission, 7, points), HandedIn(SUBMITTED, KnownFrom.FILE), run, suite
    )
    with Gradebook(str(path)) as opened, opened.writing() as session:
        record(session, grading)


# --- reading


def test_list_shows_what_everybody_has(gradebook, book):
    add(gradebook)
    add(gradebook, "Bo", 20)
    heading, ana, bo = book("list").splitlines()
    assert heading.split() == ["learner", "exercise", "points", "status", "attempts", "late", "remarks"]
    assert ana.split() == ["Ana", "callbacks", "15/20", "failed", "1"]
    assert bo.split() == ["Bo", "callbacks", "20/20", "passed", "1"]


def test_list_speaks_json(gradebook, book):
    add(gradebook)
    (grade,) = json.loads(book("list", "--json"))
    assert (grade["learner"], grade["points"], grade["submitted_at"]) == ("Ana", 15, "2026-10-25T12:00:00Z")


def test_a_name_that_a_terminal_would_obey_is_shown_safely_with_a_number(gradebook, book):
    add(gradebook, HOSTILE)
    out = book("list")
    assert not {"\x1b", "\x00"} & set(out)
    assert len(out.splitlines()) == 2
    assert "(#1)" in out
    assert "attempt 1: callbacks" in book("show", "#1")


def test_nobody_can_stand_in_for_another_by_choosing_a_number_as_a_name(gradebook, book):
    add(gradebook, "Ana")
    add(gradebook, "#1")
    book("override", "#1", "callbacks", "18", "--reason", "x")
    assert [line.split("  ")[0] for line in book("list").splitlines() if "18/20" in line] == ["Ana"]
    assert "#1 (#2)" in book("list")


def test_history_says_what_a_new_rule_is(gradebook, book):
    add(gradebook)
    book(
        "deadline",
        "callbacks",
        "2026-10-24 23:59 Europe/Madrid",
        "--percent-per-day",
        "10",
        "--reason",
        "syllabus",
    )
    assert (
        "policy callbacks deadline 2026-10-24T21:59:00+00:00, zone Europe/Madrid, percent_per_day 10.0: syllabus"
    ) in book("history")


def test_show_tells_everything_of_a_learner(gradebook, book):
    add(gradebook)
    book("override", "Ana", "callbacks", "18", "--reason", "the check was wrong")
    out = book("show", "Ana")
    assert "18/20" in out
    assert "handed in 2026-10-25 12:00:00 UTC (the file's time)" in out
    assert "15/20 failed  suite old  seed 7" in out
    assert "grace  override Ana callbacks 15 -> 18: the check was wrong" in out
    assert len(json.loads(book("show", "Ana", "--json"))["attempts"]) == 1


def test_the_csv_export_starts_no_formula(gradebook, book, tmp_path):
    add(gradebook, HOSTILE)
    book("override", "#1", "callbacks", "18", "--reason", "=1+1", "--by", "@grace")
    book("export", "--out", tmp_path / "grades.csv")
    text = (tmp_path / "grades.csv").read_text(encoding=ENCODING)
    (row,) = csv.DictReader(io.StringIO(text, newline=""))
    assert row["learner"].startswith("'=cmd")
    assert not {"\x1b", "\x00", "\n"} & set(row["learner"])
    assert (row["points"], row["max_points"], row["overridden"]) == ("18.0", "20.0", "yes")


def test_the_json_export_holds_everything(gradebook, book, tmp_path):
    add(gradebook)
    book("deadline", "callbacks", "2026-10-24 23:59 Europe/Madrid")
    book("export", "--out", tmp_path / "grades.json")
    data = json.loads((tmp_path / "grades.json").read_text())
    assert [len(data[part]) for part in ("grades", "attempts", "policies", "history")] == [1, 1, 1, 3]
    assert data["grades"][0]["late_days"] == 1
    assert data["policies"]["callbacks"]["late"]["zone"] == "Europe/Madrid"


def test_a_grade_that_only_a_person_can_give_is_an_empty_cell(gradebook, book):
    add(gradebook)
    with Gradebook(str(gradebook)) as opened, opened.reading() as session:
        (grade,) = grades(session)
    (row,) = csv.DictReader(io.StringIO(grades_csv([replace(grade, points=None)]), newline=""))
    assert row["points"] == ""


# --- deciding


def test_override_and_withdraw_say_what_holds_now(gradebook, book):
    add(gradebook)
    assert (
        book("override", "Ana", "callbacks", "18", "--reason", "x")
        == "Ana has 18/20 in callbacks, set by hand.\n"
    )
    assert "15/20" in book("withdraw", "Ana", "callbacks", "--reason", "a mistake of mine")
    assert [line.split(":")[-1] for line in book("history").splitlines()][1:] == [" x", " a mistake of mine"]


def test_more_points_than_there_are_need_to_be_meant(gradebook, run, book):
    add(gradebook)
    code, _, err = run("gradebook", "override", "Ana", "callbacks", "180", "--reason", "x")
    assert (code, "--bonus" in err) == (2, True)
    book("override", "Ana", "callbacks", "25", "--reason", "x", "--bonus")
    assert "25/20" in book("list")


def test_a_learner_who_handed_in_nothing_needs_to_be_meant(gradebook, run, book):
    add(gradebook)
    code, _, err = run("gradebook", "override", "Anna", "callbacks", "20", "--reason", "ill")
    assert code == 2
    assert "did you mean 'Ana'" in err
    book("override", "Anna", "callbacks", "20", "--reason", "ill", "--new")
    assert "not_attempted" in book("list").splitlines()[2]


def test_deadline_policy_and_extension_change_grades_and_say_so(gradebook, book):
    add(gradebook, points=20)
    out = book("deadline", "callbacks", "2026-10-24 23:59", "--zone", "Europe/Madrid", "--grace", "15m",
               "--percent-per-day", "10", "--at-most", "50")  # fmt: skip
    assert out == (
        "callbacks: the best attempt counts; deadline 2026-10-24 23:59:00+0200 Europe/Madrid, grace 0:15:00, "
        "each started day late costs 10 % of the earned points, at most 50 %\n"
    )
    assert "1 day late, less 10 %" in book("list")
    assert "the latest attempt counts" in book("policy", "callbacks", "--counts", "latest")
    book("extend", "Ana", "callbacks", "--days", "2", "--reason", "ill")
    assert "20/20" in book("list")
    book("withdraw", "Ana", "callbacks", "--extension", "--reason", "not ill")
    assert "18/20" in book("list")
    assert "no deadline" in book("deadline", "callbacks", "--none")
    assert book("policy") == "callbacks: the latest attempt counts; no deadline\n"
    changed = [line.split("  ")[2] for line in book("changes").splitlines()]
    assert changed == ["20 -> 18", "18 -> 20", "20 -> 18", "18 -> 20"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["show", "Nobody"], "knows no learner 'Nobody'"),
        (["list", "--exercise", "zoo"], "it has: callbacks"),
        (["override", "Ana", "zoo", "3", "--reason", "x"], "no exercise 'zoo'"),
        (["withdraw", "Ana", "callbacks", "--reason", "x"], "none to withdraw"),
        (["deadline", "callbacks", "2026-10-24 23:59"], "names no time zone"),
        (["deadline", "callbacks", "2026-10-24 UTC", "--percent-per-day", "200"], "from 0 to 100"),
        (["extend", "Ana", "callbacks", "--days", "2", "--reason", "x"], "no deadline to extend"),
        (["history", "--since", "yesterday"], "Expected a moment"),
        (["export", "--out", "/nowhere/grades.csv"], "cannot be written"),
        (["list", "--gradebook", "mysql://x/y"], "cannot be kept in mysql"),
        (["list", "--gradebook", "absent.db"], "There is no gradebook at absent.db"),
        (["list", "--gradebook", __file__], "of another kind"),
        (["policy", "--counts", "best"], "Expected an exercise"),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else None,
)
def test_what_cannot_be_done_is_one_sentence_and_exit_code_2(gradebook, run, arguments, words):
    add(gradebook)
    code, out, err = run("gradebook", *arguments)
    assert (code, out) == (2, "")
    assert words in err
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    "arguments",
    [[], ["override", "Ana", "callbacks", "nan", "--reason", "x"], ["override", "Ana", "callbacks", "3"],
     ["override", "Ana", "callbacks", "3", "--reason", " "], ["extend", "Ana", "callbacks", "--reason", "x"]],
)  # fmt: skip
def test_wrong_usage_exits_with_2(gradebook, run, arguments):
    assert run("gradebook", *arguments)[0] == 2


def test_every_option_has_its_help(capsys):
    def every(one):
        for action in one._actions:
            if isinstance(action.choices, dict):
                for inner in action.choices.values():
                    yield from every(inner)
            elif action.option_strings:
                yield one.prog, action

    assert not [(prog, action.option_strings) for prog, action in every(parser()) if not action.help]


def test_rules_may_be_set_before_anybody_hands_in(gradebook, book):
    book("deadline", "callbacks", "2026-10-24 UTC")
    assert gradebook.exists()
    assert book("list") == "Nothing is recorded yet.\n"


# --- regrading


def test_a_regrade_with_nothing_to_do_says_so(gradebook, book):
    add(gradebook, suite=present_suites()["callbacks"])
    assert "Every attempt was graded by the present suites" in book("regrade")


@pytest.mark.sandbox
def test_a_regrade_after_a_changed_suite_shows_whose_grade_changed_and_why(gradebook, book):
    stub = (ROOT / "exercises" / "callbacks.py").read_bytes()
    add(gradebook, "Ana", points=15, content=stub, suite="old")
    add(gradebook, "Bo", points=15, content=stub, suite="old")
    book("override", "Bo", "callbacks", "12", "--reason", "agreed")
    out = book("regrade", "--jobs", "1")
    assert out.startswith("2 attempts graded again.\nAna  callbacks  15 -> 0")
    assert "the suite changed, old to" in out
    assert "    builds: passed (10/10) -> not there" in out
    assert "Bo  callbacks" not in out
    assert "Bo  callbacks  12 -> 12 (set by hand, stays)" in book("changes", "--all")
    assert [line.split()[2] for line in book("list").splitlines()[1:]] == ["0/20", "12/20"]
    assert "Every attempt was graded" in book("regrade")


def test_a_record_of_achievement_is_written_for_one_learner_or_for_everybody(run, book, gradebook, tmp_path):
    add(gradebook, "Ana", 15)
    add(gradebook, "Bo", 20)
    told = book("achievement", "Ana", "--out", tmp_path / "ana.png", "--by", "Grace")
    assert (tmp_path / "ana.png").read_bytes().startswith(b"\x89PNG")
    assert book("achievement", "Ana", "--out", tmp_path / "ana.pdf", "--by", "Grace") == told.replace(
        "png", "pdf"
    )

    assert "2 records" in book("achievement", "--out", tmp_path / "all")
    assert {path.name for path in (tmp_path / "all").iterdir()} == {"Ana.pdf", "Bo.pdf"}
    book("override", "Ana", "callbacks", "20", "--reason", "looked at it again")
    assert book("achievement", "Ana", "--out", tmp_path / "ana.png", "--by", "Grace") != told


def test_what_cannot_be_recorded_is_told(run, book, gradebook, tmp_path):
    add(gradebook, "Ana", 15)
    add(gradebook, HOSTILE + "\U000132d3", 15)
    for arguments, told in (
        (("Ana", "--out", tmp_path / "ana.gif"), ".pdf or .png"),
        (("Zoe", "--out", tmp_path / "zoe.pdf"), "Zoe"),
        (("Ana", "--out", tmp_path / "no" / "such" / "ana.pdf"), "cannot be written"),
        (("--name", "A", "--out", tmp_path / "all"), "Expected LEARNER"),
    ):
        code, _, err = run("gradebook", "achievement", *arguments)
        assert code == 2
        assert told in err

    code, out, err = run("gradebook", "achievement", "--out", tmp_path / "all")
    assert (code, [path.name for path in (tmp_path / "all").iterdir()]) == (1, ["Ana.pdf"])
    assert "was left out" in err
    assert "\x1b" not in out + err
