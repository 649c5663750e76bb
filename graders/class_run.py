"""The ``grade`` command: a class from folder to reports, with progress, resume and a seed that is kept."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Generator, Sequence
from contextlib import closing

from graders.class_details import class_details
from graders.class_recording import RecordingError, class_recorder
from graders.grading.bulk import ClassGrader, confinement_here, modules_to_preload, unit_seed
from graders.grading.collect import Collection, collect
from graders.grading.exercise import find_exercise, list_exercises
from graders.grading.plugin import GradingUnit
from graders.grading.results import Status, SubmissionResult
from graders.reports.matching import attendance
from graders.reports.roster import Roster, RosterError, read_roster
from graders.reports.wording import attendance_sentences
from graders.reports.write import ReportError, ReportFolder
from graders.run_file import begin_run
from graders.sandbox import ForkServer

DONE, USAGE_ERROR, GRADER_ERROR, INTERRUPTED = 0, 2, 3, 130


def grade_class(options: argparse.Namespace) -> int:
    """Grade a folder or zip of submissions and write every report.

    Args:
        options: of the ``grade`` command.

    Returns:
        The exit code: 0 when everything was graded, 3 when a submission needs a person because of a fault of ours.
    """
    ids = [exercise.id for exercise in list_exercises(private=options.suites)]
    if options.exercise is not None:
        find_exercise(options.exercise, private=options.suites)
    collection = collect(options.folder, ids, options.exercise)
    try:
        roster = read_roster(options.roster) if options.roster else None
        with closing(ReportFolder(options.out)) as folder:
            return _grade_into(folder, collection, options, roster)
    except (ReportError, RecordingError, RosterError) as error:
        return _complain(str(error), USAGE_ERROR)


def _complain(sentence: str, code: int) -> int:
    print(f"graders: {sentence}", file=sys.stderr)
    return code


def _grade_into(
    folder: ReportFolder, collection: Collection, options: argparse.Namespace, roster: Roster | None
) -> int:
    done = {} if options.force else dict(folder.completed())
    if done and not options.resume:
        return _complain(
            f"{options.out} already holds {len(done)} results: add --resume to go on or --force to start again.",
            USAGE_ERROR,
        )
    with class_recorder(options, collection.submissions) as recorder:
        if options.force:
            folder.clear()
        run = begin_run(folder.path, options.seed, resumed=bool(done), private=options.suites)
        done = {key: result for key, result in done.items() if result.status is not Status.GRADER_ERROR}
        units = [GradingUnit(one, unit_seed(run.seed, one), options.suites) for one in collection.submissions]
        todo = [unit for unit in units if unit.submission.key not in done]
        say = _Progress(len(units), len(units) - len(todo), options.json)
        for path, reason in collection.ignored:
            say.line(f"left out: {path} ({reason})")
        recorder.begin(run, [(one, done[one.key]) for one in collection.submissions if one.key in done])
        try:
            with closing(graded_units(todo, options.jobs, unconfined=options.unconfined)) as graded:
                for unit, result in graded:
                    folder.append(result, unit.submission.key)
                    recorder.record(unit.submission, result)
                    done[unit.submission.key] = result
                    say.result(result)
        except Unconfined as refusal:
            return _complain(str(refusal), USAGE_ERROR)
        except KeyboardInterrupt:
            say.close()
            return _complain(
                f"Stopped; every finished result is in {options.out}. Add --resume to go on.", INTERRUPTED
            )
        finally:
            say.close()
        results = [done[unit.submission.key] for unit in units]
        exercises = list_exercises(private=options.suites)
        details = class_details(exercises, collection.submissions, roster, leaderboard=options.leaderboard)
        folder.finish(results, details)
        code = _summary(results, options, roster)
        recorder.finish()
        return code


class Unconfined(Exception):
    """The system cannot confine learners' code well enough for a class; the message is for people."""


def graded_units(
    units: Sequence[GradingUnit], jobs: int, *, unconfined: bool
) -> Generator[tuple[GradingUnit, SubmissionResult], None, None]:
    """Yield each unit with its result as they come, graded in parallel by a fork server of their own.

    Args:
        units: what to grade; without any, no server is started.
        jobs: how many at a time.
        unconfined: grade even where the system cannot confine learners' code.

    Close it to end the server and its workers when no more is wanted.

    Raises:
        Unconfined: if it cannot, and nobody allowed that.
    """
    if not units:
        return
    with ForkServer(modules_to_preload(units)) as server:
        layers, confined = confinement_here(server)
        if not confined and not unconfined:
            raise Unconfined(
                f"This system confines learners' code only by: {', '.join(layers) or 'nothing'}. "
                "That is too little for a class of strangers; add --unconfined to grade all the same."
            )
        with closing(ClassGrader(server, min(jobs, len(units)))) as grader:
            yield from grader.run(units)


def _summary(results: Sequence[SubmissionResult], options: argparse.Namespace, roster: Roster | None) -> int:
    faults = [result for result in results if result.status is Status.GRADER_ERROR]
    full = sum(result.status is Status.PASSED for result in results)
    out = sys.stderr if options.json else sys.stdout
    print(
        f"{len(results)} submissions graded, {full} with full marks. Open {options.out / 'index.html'}",
        file=out,
    )
    layers = sorted({result.confinement for result in results if result.confinement})
    for held in layers:
        print(f"confined by: {', '.join(held)}", file=out)
    if roster is not None:
        for sentence in attendance_sentences(attendance(roster, results)):
            print(sentence, file=out)
    if not faults:
        return DONE
    names = ", ".join(f"{result.learner}/{result.exercise}" for result in faults[:10])
    return _complain(
        f"{len(faults)} submissions need a person, through a fault of ours: {names}", GRADER_ERROR
    )


class _Progress:
    """A progress bar with the time left on a terminal, one plain line a submission elsewhere."""

    def __init__(self, total: int, already: int, as_json: bool) -> None:
        self._total = total
        self._count = already
        self._as_json = as_json
        self._bar = None
        if sys.stderr.isatty() and not as_json:
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

            columns = (TextColumn("Grading"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
            self._bar = Progress(*columns, transient=False)
            self._task = self._bar.add_task("grading", total=total, completed=already)
            self._bar.start()

    def line(self, text: str) -> None:
        """Say something that is no result."""
        if self._bar is not None:
            self._bar.console.print(text, markup=False)
        else:
            print(text, file=sys.stderr)

    def result(self, result: SubmissionResult) -> None:
        """Count one result and show it."""
        self._count += 1
        if self._as_json:
            print(json.dumps(result.to_json()), flush=True)
        elif self._bar is not None:
            self._bar.update(self._task, completed=self._count)
        else:
            who = f"{result.learner or result.source}/{result.exercise}"
            points = f"{result.score:g}/{result.max_score:g}"
            print(f"[{self._count}/{self._total}] {who}: {points} {result.status.value}", flush=True)

    def close(self) -> None:
        """Leave the terminal as it was."""
        if self._bar is not None:
            self._bar.stop()
            self._bar = None
