"""Files as learners hand them in: each case is a file in ``tests/graders/real_files/files``.

Leading comments, or a ``.expect`` file of the same name beside it, say what must come of it::

    # What is special about this file.
    # stops NAME               the callback NAME stops after the first epoch whose accuracy is above 0.6
    # call NAME ARGS -> JSON   calling NAME with a JSON list of arguments answers JSON
    # call NAME ARGS raises …  it raises, and the learner's message holds this text
    # note …                   a note to the learner holds this text
    # notes 2                  there are so many notes; "quiet" stands for none
    # unreadable …             the file is refused with this text
"""

import json
import re
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from graders.grading.collect import read_single
from graders.grading.exercise import find_exercise
from graders.grading.proxy import SubmissionProxy
from graders.grading.verdicts import Wrong, verdict_of
from graders.sandbox import ForkServer, LearnerError, Limits

FILES = Path(__file__).parents[1] / "real_files" / "files"
CASES = sorted(
    path
    for path in (*FILES.glob("*.py"), *FILES.glob("*.ipynb"), *FILES.glob("*/main.py"))
    if path.name != "my_layers.py"
)
EXERCISE = replace(find_exercise("callbacks"), module_seconds=2.0, limits=Limits(cpu_seconds=30.0))
_LINE = re.compile(r"# (stops|call|note|notes|unreadable|quiet)\b ?(.*)")

pytestmark = pytest.mark.sandbox


@pytest.fixture(scope="module")
def address():
    with ForkServer() as server:
        yield server.address


@dataclass(frozen=True)
class Expected:
    """One expectation line: its first word and the rest."""

    word: str
    rest: str


def expectations(path: Path) -> list[Expected]:
    sidecar = path.with_suffix(".expect")
    text = (sidecar if sidecar.exists() else path).read_text(encoding="utf-8-sig", errors="replace")
    head = re.match(r"(?:#.*\n?)+", text)
    found = [Expected(*match.groups()) for match in _LINE.finditer(head.group())] if head else []
    assert found, f"{path.name} does not say what must come of it"
    return found


def check(submission: SubmissionProxy, expected: Expected) -> None:
    match expected.word:
        case "stops":
            submission.require(expected.rest, "class")
            epochs = [{"accuracy": value, "loss": 0.1} for value in (0.3, 0.6, 0.61, 0.9)]
            answer = submission.probe("drive", name=expected.rest, arguments=[], keywords={}, epochs=epochs)
            assert answer["stopped"] == 2
        case "call":
            check_call(submission, expected.rest)
        case "note":
            assert expected.rest in "\n".join(submission.notes)
        case "notes":
            assert len(submission.notes) == int(expected.rest), submission.notes
        case "quiet":
            assert submission.notes == ()
        case "unreadable":
            with pytest.raises(Wrong) as caught:
                submission.defines("anything")
            assert expected.rest in caught.value.message


def check_call(submission: SubmissionProxy, text: str) -> None:
    call, arrow, wanted = re.fullmatch(r"(.+?) (->|raises) (.+)", text).groups()
    name, _, arguments = call.partition(" ")
    if arrow == "->":
        assert submission.call(name, *json.loads(arguments)) == json.loads(wanted)
        return
    with pytest.raises(LearnerError) as caught:
        submission.call(name, *json.loads(arguments))
    assert wanted in verdict_of(caught.value).message


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.relative_to(FILES).as_posix())
def test_a_real_file_is_read_for_what_it_defines(path, address):
    submission = SubmissionProxy(read_single(path, EXERCISE.id), EXERCISE, address, seed=1)
    wanted = expectations(path)
    try:
        # Notes are there once the file is loaded, so calls come first.
        for one in sorted(wanted, key=lambda one: one.word not in ("stops", "call", "unreadable")):
            check(submission, one)
        assert "site-packages" not in "".join(submission.notes)
    finally:
        submission.close()


def test_every_form_of_the_course_has_a_file():
    names = {path.name for path in CASES}
    assert len(names) >= 30, names
    assert {"format_3.ipynb", "format_4_lists.ipynb", "format_4_strings.ipynb"} <= names
