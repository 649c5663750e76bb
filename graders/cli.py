"""The command line: parse, call, print. Exit codes: 0 full marks or done, 1 less, 2 usage error, 3 grader error."""

from __future__ import annotations

import argparse
import json
import os
import re
import secrets
import sys
from collections.abc import Sequence
from pathlib import Path

from graders.gradebook_commands.parser import add_gradebook_command, add_recording_options
from graders.grading.collect import CollectError, read_single
from graders.grading.exercise import Exercise, ExerciseError, find_exercise, list_exercises
from graders.grading.results import Status, SubmissionResult
from graders.grading.source import UnreadableSource, read_source
from graders.options import add_suites, jobs
from graders.sandbox import ForkServer, SandboxError

FULL_MARKS, LESS, USAGE_ERROR, GRADER_ERROR, INTERRUPTED = 0, 1, 2, 3, 130


def parser() -> argparse.ArgumentParser:
    """Return the parser; every option's help is its documentation."""
    main_parser = argparse.ArgumentParser(
        prog="python -m graders", description="Check and grade the exercises."
    )
    commands = main_parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    listing = commands.add_parser("list", help="list the exercises")
    listing.add_argument("--json", action="store_true", help="print JSON")
    add_suites(listing)

    check = commands.add_parser("check", help="check one file")
    check.add_argument("file", type=Path, metavar="FILE", help="a .py file or a .ipynb notebook")
    check.add_argument("--exercise", metavar="ID", help="the exercise; by default the file's name")
    check.add_argument("--json", action="store_true", help="print the result as JSON")
    check.add_argument(
        "--seed", type=_seed, help="repeat the questions of an earlier check (default: new ones)"
    )
    add_suites(check)

    grade = commands.add_parser("grade", help="grade a folder or zip of submissions")
    grade.add_argument(
        "folder", type=Path, metavar="FOLDER", help="<learner>/<exercise>.py, LMS names, or a zip"
    )
    grade.add_argument("--out", type=Path, required=True, metavar="REPORTS", help="folder for the reports")
    grade.add_argument("--exercise", metavar="ID", help="grade only this exercise")
    grade.add_argument(
        "--jobs", type=jobs, default=os.cpu_count() or 1, help="how many at a time (default: cores)"
    )
    again = grade.add_mutually_exclusive_group()
    again.add_argument(
        "--resume", action="store_true", help="keep the results that REPORTS holds, grade the rest"
    )
    again.add_argument("--force", action="store_true", help="throw away the results that REPORTS holds")
    grade.add_argument("--json", action="store_true", help="print one JSON object a submission")
    grade.add_argument(
        "--seed", type=_seed, help="repeat the questions of an earlier run (default: new ones)"
    )
    grade.add_argument(
        "--unconfined",
        action="store_true",
        help="grade even where this system cannot confine the learners' code",
    )
    grade.add_argument(
        "--roster",
        type=Path,
        metavar="FILE.csv",
        help="a class list exported from Canvas or Moodle, to be filled in and written to REPORTS",
    )
    grade.add_argument(
        "--leaderboard", action="store_true", help="let Gradescope rank the learners, for everyone to see"
    )
    add_suites(grade)
    _add_bundle(commands)
    add_recording_options(grade)
    add_gradebook_command(commands, default_jobs=os.cpu_count() or 1)
    return main_parser


def _add_bundle(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    bundle = commands.add_parser("bundle", help="make the archive that learners get: stubs and their tasks")
    bundle.add_argument("--out", type=Path, required=True, metavar="FILE.zip", help="the archive to write")
    bundle.add_argument(
        "--exercise", action="append", metavar="ID", help="only this exercise; may be given several times"
    )
    add_suites(bundle)


def _seed(text: str) -> int:
    if not re.fullmatch(r"\d{1,10}", text) or int(text) >= 2**32:
        raise argparse.ArgumentTypeError(f"expected a whole number from 0 to 4294967295, received {text!r}")
    return int(text)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line.

    Args:
        arguments: without the program's name; ``sys.argv[1:]`` by default.

    Returns:
        The exit code.
    """
    # A terminal that cannot show a character shows a question mark; it must not stop a class.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        options = parser().parse_args(arguments)
    except SystemExit as error:
        return int(error.code or 0)
    try:
        match options.command:
            case "list":
                return _list(options)
            case "check":
                return _check(options)
            case "gradebook":
                from graders.gradebook_commands.run import run

                return run(options)
            case "bundle":
                return _bundle(options)
            case _:
                from graders.class_run import grade_class

                return grade_class(options)
    except (CollectError, ExerciseError) as error:
        return _complain(str(error), USAGE_ERROR)
    except SandboxError as error:
        return _complain(f"The sandbox failed: {error}", GRADER_ERROR)
    except BrokenPipeError:
        # The reader of our output went away, as `| head` does.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return LESS
    except KeyboardInterrupt:
        return _complain("Stopped.", INTERRUPTED)


def _complain(sentence: str, code: int) -> int:
    print(f"graders: {sentence}", file=sys.stderr)
    return code


def _list(options: argparse.Namespace) -> int:
    exercises = list_exercises(private=options.suites)
    if options.json:
        print(json.dumps([_exercise_json(exercise) for exercise in exercises], indent=2))
        return FULL_MARKS
    width = max((len(exercise.id) for exercise in exercises), default=0)
    for exercise in exercises:
        print(
            f"{exercise.id:<{width}}  {exercise.points:g} points  {len(exercise.checks)} checks  {exercise.title}"
        )
    return FULL_MARKS


def _exercise_json(exercise: Exercise) -> dict[str, object]:
    return {
        "id": exercise.id,
        "title": exercise.title,
        "summary": exercise.summary,
        "points": exercise.points,
        "checks": [
            {"name": check.name, "points": check.points, "needs": list(check.needs)}
            for check in exercise.checks
        ],
    }


def exercise_of(file: Path, named: str | None, suites: Path | None = None) -> Exercise:
    """Return the exercise that a file is for: the one named, else the one that its name begins with.

    Args:
        file: the submission.
        named: the id after ``--exercise``, if any.
        suites: a folder of private suites, if any.

    Raises:
        ExerciseError: if neither is an exercise.
    """
    if named is not None:
        return find_exercise(named, private=suites)
    exercises = list_exercises(private=suites)
    for exercise in exercises:
        if re.fullmatch(rf"{re.escape(exercise.id)}([-_ (].*)?", file.stem, re.IGNORECASE):
            return exercise
    known = ", ".join(exercise.id for exercise in exercises)
    raise ExerciseError(f"{file.name} is not named after an exercise ({known}): add --exercise ID.")


def _check(options: argparse.Namespace) -> int:
    from graders.grading.bulk import modules_to_preload
    from graders.grading.grade import grade
    from graders.grading.plugin import GradingUnit

    if options.file.is_dir() or not options.file.exists():
        read_single(options.file, "")  # says what is wrong with the path before its name is judged
    exercise = exercise_of(options.file, options.exercise, options.suites)
    submission = read_single(options.file, exercise.id)
    if submission.problem:
        return _complain(f"{options.file}: {submission.problem}", USAGE_ERROR)
    try:
        read_source(submission.content, submission.filename)
    except UnreadableSource as error:
        return _complain(f"{options.file}: {error}", USAGE_ERROR)
    seed = secrets.randbits(32) if options.seed is None else options.seed
    unit = GradingUnit(submission, seed, options.suites)
    with ForkServer(modules_to_preload([unit])) as server:
        result = grade(unit, server.address)
    _print_result(result, as_json=options.json)
    if result.status is Status.GRADER_ERROR:
        return GRADER_ERROR
    return FULL_MARKS if result.status is Status.PASSED else LESS


def _bundle(options: argparse.Namespace) -> int:
    from graders.bundle import BundleError, write_bundle

    exercises = (
        [find_exercise(one, private=options.suites) for one in options.exercise]
        if options.exercise
        else list_exercises(private=options.suites)
    )
    try:
        names = write_bundle(options.out, exercises)
    except BundleError as error:
        return _complain(str(error), USAGE_ERROR)
    print(f"{options.out} holds:", *names, sep="\n  ")
    return FULL_MARKS


def _print_result(result: SubmissionResult, *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(result.to_json(), indent=2))
    elif sys.stdout.isatty():
        from rich.console import Console

        from graders.reports.terminal import render_submission

        Console().print(render_submission(result))
    else:
        from graders.reports.terminal import plain_submission

        print(plain_submission(result))
