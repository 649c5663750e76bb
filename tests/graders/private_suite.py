"""A small private suite, for the tests of ``--suites`` and of archives."""

from pathlib import Path

FILES = {
    "exercise.toml": """
title = "Twice as much"
summary = "Double a number."

[limits]
memory_mebibytes = 512

[[checks]]
name = "doubles"
points = 2
definition = "double"
hints = ["Look at the sign.", "Two times x."]

[[checks]]
name = "doubles_negative"
points = 1
definition = "double"
needs = ["doubles"]
hints = ["Numbers below zero double as well.", "No abs."]
""",
    "stub.py": '''"""
# Twice as much

Write `double(x)`, which returns two times `x`.
"""


def double(x):
    # START
    pass
    # END
''',
    "solution.py": "def double(x):\n    return 2 * x\n",
    "probe.py": "def ask(x):\n    return submission.double(x)\n",
    "test_twice.py": '''"""Twice as much."""

from graders.grading import Wrong


def test_doubles(submission, rng):
    """A number doubles."""
    number = int(rng.integers(2, 100))
    received = submission.call("double", number)
    if received != 2 * number:
        raise Wrong("It did not double.", expected=2 * number, received=received)


def test_doubles_negative(submission):
    """A negative number doubles, too."""
    if submission.call("double", -4) != -8:
        raise Wrong("It did not double a negative number.")
''',
}


def write_private_suite(folder: Path, name: str = "twice", **changes: str | None) -> Path:
    """Write the suite to ``folder/name`` and return that folder.

    Args:
        folder: what ``--suites`` names.
        name: the exercise's id.
        changes: new texts of files by their names without suffix; None leaves the file out.
    """
    suite = folder / name
    suite.mkdir(parents=True)
    for file, text in FILES.items():
        changed = changes.get(file.split(".")[0], text)
        if changed is not None:
            (suite / file.replace("twice", name)).write_text(changed, encoding="utf-8")
    return suite
