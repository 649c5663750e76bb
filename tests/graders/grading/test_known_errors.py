"""The real exceptions of the installed Keras, TensorFlow and Python, each with its diagnosis.

``tests/graders/real_files/keras_errors.py`` holds the programs; a function's name is the diagnosis that it must get.
"""

import re
from pathlib import Path

import pytest

from graders.grading.diagnosis import DIAGNOSES, diagnose
from graders.grading.verdicts import verdict_of
from graders.sandbox import Child, ForkServer, LearnerError, Limits
from graders.sandbox.definitions import definitions_of

SOURCE = (Path(__file__).parents[1] / "real_files" / "keras_errors.py").read_text(encoding="utf-8")
PROGRAMS = [
    name
    for name, entry in definitions_of(SOURCE).items()
    if entry["kind"] == "function" and name not in ("classifier", "fit")
]

pytestmark = [pytest.mark.sandbox, pytest.mark.training]


@pytest.fixture(scope="module")
def raised():
    """Run every program once, in one child, and return its exception, or what it answered."""
    with (
        ForkServer() as server,
        Child(server.address, Limits(cpu_seconds=120.0, wall_seconds=600.0)) as child,
    ):
        report = child.ask("load", source=SOURCE, filename="homework.py")
        assert report["syntax_error"] is None
        return {name: ask(child, name) for name in PROGRAMS}


def ask(child, name):
    try:
        return child.ask("call", function=name)
    except LearnerError as error:
        return error


@pytest.mark.parametrize("program", PROGRAMS)
def test_the_exception_of_a_known_mistake_is_recognised(program, raised):
    error = raised[program]
    assert isinstance(error, LearnerError), f"raised nothing, but answered {error!r}"
    found = diagnose(error.type_name, error.message, error.frames[-1].text if error.frames else "")
    assert found is not None, f"not recognised: {error.type_name}: {error.message}"
    assert found.id == program.split("__")[0], f"{error.type_name}: {error.message}"


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_message_shows_the_learners_lines_and_nothing_of_ours(program, raised):
    message = verdict_of(raised[program]).message
    assert "homework.py, line" in message
    for foreign in (
        "site-packages",
        "graders/",
        "keras/src",
        "\x1b",
        "Traceback",
        "Graph execution error",
        "{{node",
    ):
        assert foreign not in message
    assert not re.search(r"{\w+}", message)


def test_every_diagnosis_has_a_program_that_raises_it():
    assert {known.id for known in DIAGNOSES} == {program.split("__")[0] for program in PROGRAMS}
