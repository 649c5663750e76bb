"""The options of ``python -m graders gradebook``; every option's help is its documentation."""

from __future__ import annotations

import argparse
import os
import re
from pathlib import Path
from typing import Any

from graders.options import add_suites, jobs

_WHEN = '"2026-10-24 23:59 Europe/Madrid", "2026-10-24T23:59+02:00", or a day, which means its last second'
_URL = "a file such as grades.db (SQLite), sqlite:///grades.db, or postgresql://user@host/database"

_LEARNER = "a name, or a number such as '#12' where the name cannot be typed"

_Commands = Any  # argparse does not name the type of what add_subparsers returns


def add_recording_options(grade: argparse.ArgumentParser) -> None:
    """Add to the ``grade`` command what recording in a gradebook needs."""
    grade.add_argument("--gradebook", metavar="URL", help=f"record every attempt and its result in {_URL}")
    grade.add_argument(
        "--submitted-at",
        metavar="WHEN",
        help=f"when all of these were handed in: {_WHEN} (default: each file's own time)",
    )
    grade.add_argument(
        "--zone", metavar="ZONE", help="time zone of zip files that name none (default: this machine's)"
    )


def add_gradebook_command(commands: _Commands, default_jobs: int) -> None:
    """Add the ``gradebook`` command with its own commands."""
    gradebook = commands.add_parser(
        "gradebook",
        help="list, export and correct the grades of a class",
        description="What a class has handed in and what it is worth. `grade FOLDER --out REPORTS --gradebook "
        "URL` fills it; points are computed from the attempts, the rules and what people decide. "
        "LEARNER is a name, or a number such as '#12' where the name cannot be typed.",
    )
    inner = gradebook.add_subparsers(dest="gradebook_command", required=True, metavar="COMMAND")
    _add_reading(inner)
    _add_deciding(inner)
    regrade = _command(inner, "regrade", "grade again what another version of a suite graded")
    regrade.add_argument("--exercise", metavar="ID", help="only this exercise")
    regrade.add_argument("--learner", help="only this learner")
    regrade.add_argument("--all", action="store_true", help="also what the present suite has graded")
    regrade.add_argument(
        "--jobs", type=jobs, default=default_jobs, help="how many at a time (default: cores)"
    )
    add_suites(regrade)
    regrade.add_argument(
        "--unconfined", action="store_true", help="even where this system cannot confine the learners' code"
    )


def _command(inner: _Commands, name: str, what: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = inner.add_parser(name, help=what, description=what.capitalize() + ".")
    default = os.environ.get("GRADEBOOK", "grades.db")
    parser.add_argument(
        "--gradebook",
        metavar="URL",
        default=default,
        help=f"{_URL} (default: the environment variable GRADEBOOK, else grades.db)",
    )
    parser.set_defaults(json=False)
    return parser


def _add_reading(inner: _Commands) -> None:
    listing = _command(inner, "list", "list what everybody has")
    listing.add_argument("--exercise", metavar="ID", help="only this exercise")
    show = _command(inner, "show", "show all attempts, results and decisions of one learner")
    show.add_argument("learner", metavar="LEARNER", help=_LEARNER)
    export = _command(inner, "export", "write the grades for a spreadsheet or a program")
    export.add_argument(
        "--format",
        choices=("csv", "json"),
        help="csv: one row a grade; json: also attempts, results, rules and history "
        "(default: by the name of FILE, else csv)",
    )
    export.add_argument("--out", type=Path, metavar="FILE", help="write here (default: standard output)")
    record = _command(
        inner, "achievement", "write a record of achievement: one page for a learner, PDF or PNG"
    )
    record.add_argument(
        "learner", nargs="?", metavar="LEARNER", help=f"{_LEARNER} (default: everybody, one file each)"
    )
    record.add_argument(
        "--out",
        type=Path,
        required=True,
        metavar="PATH",
        help="FILE.pdf or FILE.png; without LEARNER a folder",
    )
    record.add_argument("--name", help="the name to write (default: LEARNER's in the gradebook)")
    record.add_argument("--by", metavar="WHO", default="", help="who issues it (default: nobody is named)")
    history = _command(inner, "history", "show who changed what, when and why")
    history.add_argument("--learner", help="only what is about this learner")
    changes = _command(inner, "changes", "show whose grade changed, from what to what and why")
    changes.add_argument(
        "--all", action="store_true", help="also regrades and decisions that changed no points"
    )
    for parser in (history, changes):
        parser.add_argument("--exercise", metavar="ID", help="only this exercise")
        parser.add_argument("--since", metavar="WHEN", help=f"only from this moment on: {_WHEN}")
    for parser in (listing, show, history, changes):
        parser.add_argument("--json", action="store_true", help="print JSON")


def _add_deciding(inner: _Commands) -> None:
    override = _command(inner, "override", "set a learner's points by hand; no regrade changes them")
    _learner_and_exercise(override)
    override.add_argument("points", type=_points, metavar="POINTS", help="the points, whatever was graded")
    override.add_argument("--bonus", action="store_true", help="allow more points than the exercise has")
    withdraw = _command(inner, "withdraw", "withdraw an override, so that the graded points count again")
    _learner_and_exercise(withdraw)
    withdraw.add_argument("--extension", action="store_true", help="withdraw the extension instead")
    extend = _command(inner, "extend", "give one learner a later deadline")
    _learner_and_exercise(extend)
    until = extend.add_mutually_exclusive_group(required=True)
    until.add_argument("--until", metavar="WHEN", help=f"the new deadline: {_WHEN}")
    until.add_argument("--days", type=_days, help="so many days after everybody's deadline")
    for parser in (override, extend):
        parser.add_argument("--new", action="store_true", help="add the learner if the gradebook knows none")
    _add_rules(inner)
    for parser in (override, withdraw, extend):
        parser.add_argument("--reason", type=_reason, required=True, help="why; kept for ever")
        parser.add_argument("--by", metavar="WHO", help="who decides (default: the user of this command)")


def _add_rules(inner: _Commands) -> None:
    deadline = _command(inner, "deadline", "show or set an exercise's deadline and what lateness costs")
    deadline.add_argument("exercise", metavar="EXERCISE", help="the exercise's id")
    deadline.add_argument("when", nargs="?", metavar="WHEN", help=f"the last moment in time: {_WHEN}")
    deadline.add_argument("--none", action="store_true", help="remove the deadline")
    deadline.add_argument(
        "--grace",
        metavar="TIME",
        help="how late is not late yet, as 15m, 2h or 1d; who comes after it is late from the deadline on",
    )
    deadline.add_argument(
        "--percent-per-day",
        type=float,
        metavar="P",
        help="each started day takes P %% of the earned points (default: 0)",
    )
    deadline.add_argument(
        "--at-most",
        type=float,
        metavar="P",
        help="lateness takes at most P %% of the earned points, so 100 - P %% stay (default: 100)",
    )
    policy = _command(inner, "policy", "show the rules, or set which attempt counts")
    policy.add_argument(
        "exercise", nargs="?", metavar="EXERCISE", help="the exercise's id (default: show all rules)"
    )
    policy.add_argument(
        "--counts",
        choices=("best", "latest", "first"),
        help="the attempt that counts; the best is the one worth most after lateness (default: best)",
    )
    policy.add_argument("--json", action="store_true", help="print JSON")
    for parser in (deadline, policy):
        parser.add_argument("--reason", type=_reason, help="why; kept for ever")
        parser.add_argument("--by", metavar="WHO", help="who decides (default: the user of this command)")
    for parser in [deadline, *(inner.choices[name] for name in ("extend", "history", "changes"))]:
        parser.add_argument("--zone", metavar="ZONE", help="the time zone of a WHEN that names none")


def _learner_and_exercise(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("learner", metavar="LEARNER", help=_LEARNER)
    parser.add_argument("exercise", metavar="EXERCISE", help="the exercise's id")


def _points(text: str) -> float:
    if not re.fullmatch(r"\d{1,9}(\.\d{1,6})?", text, re.ASCII):
        raise argparse.ArgumentTypeError(f"expected points such as 17 or 17.5, received {text!r}")
    return float(text)


def _days(text: str) -> int:
    if not re.fullmatch(r"\d{1,3}", text, re.ASCII) or int(text) == 0:
        raise argparse.ArgumentTypeError(f"expected a whole number from 1 to 999, received {text!r}")
    return int(text)


def _reason(text: str) -> str:
    if not text.strip():
        raise argparse.ArgumentTypeError("expected a reason, received nothing")
    return text.strip()
