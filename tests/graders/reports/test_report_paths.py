"""File names for learners who choose their names."""

import hashlib
import unicodedata

import pytest

from graders.reports.paths import report_paths, safe_names

STRANGE = [
    "",
    ".",
    "..",
    "../../etc/passwd",
    "/etc/passwd",
    "a/b",
    "a\\b",
    "a:b",
    "a\x00b",
    "a\nb",
    "😀",
    "😁",
    "\ud800",
    "\udcff",
    "CON",
    "con",
    "Nul.txt",
    "com1.callbacks",
    "COM¹",
    "-x",
    "--out",
    " leading",
    "trailing ",
    "trailing.",
    ".hidden",
    "Ana",
    "ana",
    "ANA",
    "é",
    "e\u0301",
    "ß",
    "ss",
    "x" * 255,
    "x" * 256,
    "李" * 200,
    "gradescope",
    "Index.html",
    "results.jsonl",
    "run.json",
    "*?<>|\"'",
    "$(reboot)",
    "%2e%2e",
    "javascript:alert(1)",
]


def test_plain_names_stay_as_they_are() -> None:
    plain = ["Ana", "Zoë Núñez", "李小龙", "lopez_j.2", "a-b"]
    assert safe_names(plain) == {name: name for name in plain}


def test_no_two_names_meet_on_any_file_system() -> None:
    names = safe_names(STRANGE)
    assert set(names) == set(STRANGE)
    assert len({unicodedata.normalize("NFD", name).casefold() for name in names.values()}) == len(STRANGE)


@pytest.mark.parametrize("name", STRANGE, ids=lambda name: ascii(name)[:20])
def test_strange_names_are_safe_everywhere(name: str, tmp_path) -> None:
    safe = safe_names([name])[name]
    assert len(f".{safe}.html.tmp".encode()) <= 255
    assert safe == safe.strip(" .")
    assert not safe.startswith("-")
    assert not set(safe) & set('/\\:*?"<>|%$\n\x00')
    assert safe.split(".")[0].upper() not in {"CON", "NUL", "COM1", "COM¹"}
    assert safe.casefold() not in {"gradescope", "index.html", "results.jsonl", "run.json"}
    (tmp_path / safe).mkdir()
    assert [child.name for child in tmp_path.iterdir()] == [safe]


def test_names_are_the_same_for_the_same_set_in_any_order() -> None:
    assert safe_names(STRANGE) == safe_names(reversed(STRANGE))


def test_a_changed_name_stays_readable() -> None:
    assert safe_names(["Ana/López"])["Ana/López"].startswith("Ana_López-")


def test_a_name_crafted_to_meet_another_does_not() -> None:
    victim = "a/b"
    crafted = safe_names([victim])[victim]
    names = safe_names([victim, crafted])
    assert names[victim] != names[crafted]
    assert names[crafted].startswith(crafted) or names[victim].endswith(hashlib.sha256(b"a/b").hexdigest())


def test_each_result_gets_learner_and_exercise(make_result) -> None:
    paths = report_paths([make_result(), make_result(learner="Bo"), make_result(exercise="arrays")])
    assert [str(path) for path in paths] == ["Ana/callbacks", "Bo/callbacks", "Ana/arrays"]


def test_a_second_file_for_one_exercise_is_numbered_by_its_name(make_result) -> None:
    results = [
        make_result(source="c.py"),
        make_result(source="a.py"),
        make_result(source="b.py"),
        make_result(exercise="callbacks-2", source="d.py"),
    ]
    paths = [str(path) for path in report_paths(results)]
    assert paths == ["Ana/callbacks-4", "Ana/callbacks", "Ana/callbacks-3", "Ana/callbacks-2"]


def test_learners_who_differ_by_case_have_their_own_folders(make_result) -> None:
    upper, lower = report_paths([make_result(), make_result(learner="ana")])
    assert upper.parts[0].casefold() != lower.parts[0].casefold()
    assert upper.parts[0].startswith("Ana-")
