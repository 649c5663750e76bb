"""The ``submission`` fixture: how a check asks the learner's code, which runs in another process."""

from __future__ import annotations

import difflib
import re
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, TypeVar

from graders.grading.exercise import Exercise
from graders.grading.magics import comment_magics
from graders.grading.materials import Materials, materials_of
from graders.grading.seeds import submission_seed
from graders.grading.signatures import explain_arguments
from graders.grading.source import MAX_PY_BYTES, UnreadableSource, read_source
from graders.grading.submission import Submission
from graders.grading.syntax_errors import syntax_message
from graders.grading.verdicts import Wrong
from graders.sandbox import Child, ChildFailure, LearnerError, TimedOut
from graders.sandbox.definitions import definitions_of

# What all questions of a submission may take together, in limits of one question.
_SUBMISSION_FACTOR = 4
# Of a file that defines more, only these are looked at: names are compared one by one to find the closest.
_MOST_NAMES = 5_000

_Answer = TypeVar("_Answer")

# Asked for every check of every submission.
_stub_definitions = lru_cache(maxsize=64)(definitions_of)

# Every suite's probe may import it by this name.
_TRAINING_PROBE = Path(__file__).with_name("training_probe.py")


class SubmissionProxy:
    """Asks one submission questions through a confined child; starts the child when first asked.

    After a crash, a time-out or any other failure of the child the next question goes to a fresh one, so that
    one bad function costs only its own checks.

    Args:
        submission: what was handed in.
        exercise: the exercise.
        address: of the fork server.
        seed: of the run; from it the child's ``random``, NumPy and TensorFlow are seeded.

    Attributes:
        definitions: what the file defines, once it is loaded.
        notes: remarks on what went wrong outside definitions.
        layers: of confinement that held.
        cpu_seconds: computing time of the children that have been closed.
    """

    def __init__(self, submission: Submission, exercise: Exercise, address: str, seed: int) -> None:
        self._submission = submission
        self._exercise = exercise
        self._address = address
        self._seed = submission_seed(seed)
        self._child: Child | None = None
        self._definitions_only = False
        self._unreadable: Wrong | None = None
        self._load_failure: ChildFailure | None = None
        self._output: tuple[str, str] = ("", "")
        self._waited = 0.0
        self._kept: dict[str, Any] = {}
        self.definitions: Mapping[str, Mapping[str, Any]] = {}
        self._names: frozenset[str] = frozenset()
        self._missing: Mapping[str, str] = {}
        self.notes: tuple[str, ...] = ()
        self.layers: tuple[str, ...] = ()
        self.cpu_seconds = 0.0

    @cached_property
    def _stub(self) -> Mapping[str, Mapping[str, Any]]:
        return _stub_definitions(self._exercise.stub_source)

    @cached_property
    def materials(self) -> Materials:
        """The files that the exercise puts beside the learner's code, drawn from this submission's seed."""
        return materials_of(self._exercise.folder, self._seed)

    def once(self, name: str, make: Callable[[], _Answer]) -> _Answer:
        """Return what ``make`` returned the first time, for example a training at which several checks look.

        Args:
            name: of what is kept.
            make: called unless something is kept already. What it raises is not kept: the next check tries again.
        """
        if name not in self._kept:
            self._kept[name] = make()
        kept: _Answer = self._kept[name]
        return kept

    def defines(self, name: str) -> bool:
        """Whether the submission has a top-level function or class ``name``."""
        self._ready()
        return name in self.definitions or name in self._names

    def is_stub(self, name: str) -> bool:
        """Whether ``name`` is still exactly what the stub gives."""
        stub = self._stub.get(name)
        if stub is None or not self.defines(name):
            return False
        mine = self.definitions.get(name)
        return mine is not None and mine["digest"] == stub["digest"]

    def require(self, name: str, kind: str = "function") -> None:
        """Fail the check unless the submission defines ``name``, suggesting the closest name that it has.

        Raises:
            Wrong: if there is no such definition, or it is of another kind.
        """
        if not self.defines(name):
            close = difflib.get_close_matches(name, self.definitions, n=1, cutoff=0.6)
            have = f"You have “{close[0]}”: did you mean “{name}”? " if close else ""
            raise Wrong(
                f"{have}Define {name} at the top level of the file, spelt exactly so.",
                expected=f"a {kind} called {name}",
                received=", ".join(sorted(self.definitions)) or "no definitions",
                mistake="renamed_definition" if close else "missing_definition",
            )
        if name not in self._names:
            line = self.definitions[name]["line"]
            why = next((note for note in self.notes if f"line {line}" in note.lower()), "")
            raise Wrong(
                f"{name} is written in line {line}, but Python could not define it. {why}".strip(),
                expected=f"a {kind} called {name}",
                received="an error while the file was loaded",
                mistake="definition_failed",
            )
        found = self.definitions[name]["kind"] if name in self.definitions else "other"
        if found not in (kind, "other"):
            raise Wrong(f"{name} must be a {kind}.", expected=f"a {kind}", received=f"a {found}")

    def call(self, function: str, *args: Any, **kwargs: Any) -> Any:
        """Call a top-level function of the submission with plain data or arrays and return its plain answer.

        Raises:
            ChildFailure: if the code raised, died, or passed a limit.
        """
        return self._ask("call", function=function, args=list(args), kwargs=kwargs)

    def probe(self, function: str, **kwargs: Any) -> Any:
        """Run a function of the suite's ``probe.py`` beside the submission and return its plain answer.

        Raises:
            ChildFailure: as :meth:`call`.
            LookupError: if the probe has no such function, which is a fault of the suite.
        """
        if f"def {function}(" not in self._exercise.probe_source:
            raise LookupError(f"the probe of {self._exercise.id} has no function {function}")
        return self._ask("run", function=function, kwargs=kwargs)

    @property
    def output(self) -> tuple[str, str]:
        """Standard output and standard error so far, bounded."""
        if self._child is not None:
            return self._output[0] + self._child.stdout, self._output[1] + self._child.stderr
        return self._output

    def close(self) -> None:
        """End the child and everything that it started."""
        if self._child is not None:
            self.cpu_seconds += self._child.cpu_seconds
            self._child.close()
            self._output = self.output
            self._child = None

    def _ask(self, kind: str, **fields: Any) -> Any:
        child = self._ready()
        started = time.monotonic()
        try:
            return child.ask(kind, **fields)
        except LearnerError as error:
            raise self._explained(error) from None  # the child lives on
        except ChildFailure:
            self.close()
            raise
        finally:
            self._waited += time.monotonic() - started

    def _check_budget(self) -> None:
        """Stop a submission that is slow on purpose in every question, each time just within its limits."""
        limits = self._exercise.limits
        spent = self.cpu_seconds + (self._child.cpu_seconds if self._child is not None else 0.0)
        if spent > _SUBMISSION_FACTOR * limits.cpu_seconds:
            raise TimedOut(_SUBMISSION_FACTOR * limits.cpu_seconds, "cpu")
        if self._waited > _SUBMISSION_FACTOR * limits.wall_seconds:
            raise TimedOut(_SUBMISSION_FACTOR * limits.wall_seconds, "wall")

    def _explained(self, error: LearnerError) -> LearnerError:
        """Return the error with what only this side knows: why a name is missing, and what the stub's signature is."""
        name = (
            re.match(r"name '(\w+)' is not defined", error.message)
            if error.type_name == "NameError"
            else None
        )
        notes = [self._missing.get(name[1], "")] if name else []
        if error.type_name == "TypeError":
            notes.append(explain_arguments(error.message, self._stub, self.definitions))
        return LearnerError(
            error.type_name,
            error.message,
            error.frames,
            (*error.notes, *(note for note in notes if note)),
            error.in_probe,
        )

    def _ready(self) -> Child:
        if self._unreadable is not None:
            raise self._unreadable
        if self._load_failure is not None:
            raise self._load_failure  # even the definitions alone end or block Python: once is enough
        self._check_budget()
        if self._child is None:
            self._child = self._start()
        return self._child

    def _start(self) -> Child:
        try:
            source = read_source(self._submission.content, self._submission.filename)
        except UnreadableSource as error:
            self._unreadable = Wrong(str(error), mistake="unreadable_file")
            raise self._unreadable from error
        if not self._definitions_only:
            try:
                return self._load(source, "full")
            except ChildFailure as error:
                # Module-level code ended or blocked the process, or broke what the probe needs; the definitions may
                # still be good.
                self._definitions_only = True
                self.notes += (
                    f"Code outside functions and classes was left out, because it stopped Python: {error}",
                )
        try:
            return self._load(source, "definitions")
        except ChildFailure as error:
            if isinstance(error, LearnerError) and not self._probes_load_alone():
                raise RuntimeError(f"the suite's probe cannot be loaded: {error}") from error
            self._load_failure = error
            raise

    def _probes_load_alone(self) -> bool:
        """Whether the probes load where no learner code has run: then it is the submission that broke them."""
        with closing(Child(self._address, self._exercise.limits)) as child:
            try:
                self._lay_out_materials(child)
                self._load_probes(child)
            except LearnerError:
                return False
        return True

    def _lay_out_materials(self, child: Child) -> None:
        if self.materials.files:
            child.ask("files", files=self.materials.as_arrays(), links=dict(self.materials.links))

    def _load_probes(self, child: Child) -> None:
        if _TRAINING_PROBE.stem in self._exercise.probe_source:  # it imports Keras, which takes its time
            source = _TRAINING_PROBE.read_text(encoding="utf-8")
            child.ask("probe", source=source, name=_TRAINING_PROBE.stem)
        child.ask("probe", source=self._exercise.probe_source, name="probe")

    def _load(self, source: str, mode: str) -> Child:
        child = Child(self._address, self._exercise.limits)
        try:
            self.layers = child.layers
            self._lay_out_materials(child)
            report = self._load_source(child, source, mode, lenient=False)
            if report["syntax_error"] is not None:
                report = self._load_source(child, comment_magics(source), mode, lenient=True)
            if report["syntax_error"] is not None:
                message = syntax_message(self._submission.filename, report["syntax_error"])
                # Once in full; the other checks need not say it all again.
                self._unreadable = Wrong(message.split("\n")[0], mistake="syntax_error")
                raise Wrong(message, mistake="syntax_error")
            self._load_probes(child)
        except BaseException:
            child.close()
            self._output = (child.stdout, child.stderr)
            raise
        self.definitions = report["definitions"]
        self._names = frozenset(report["names"])
        self._missing = report["missing"]
        self.notes += tuple(note for note in report["notes"] if note not in self.notes)
        return child

    def _load_source(self, child: Child, source: str, mode: str, *, lenient: bool) -> dict[str, Any]:
        extra = {}
        for name, content in self._submission.extra_files.items():
            if len(content) <= MAX_PY_BYTES:
                extra[name] = content.decode("utf-8", errors="replace")
        report = child.ask(
            "load",
            source=source,
            filename=self._submission.filename,
            mode=mode,
            statement_seconds=self._exercise.module_seconds,
            helpers=extra,
            seed=self._seed,
            wanted=sorted({check.definition for check in self._exercise.checks}),
            lenient=lenient,
        )
        return checked_load_report(report)


def checked_load_report(report: Any) -> dict[str, Any]:
    """Return what a child says of a file after loading it, with every field of the expected type.

    The child has run learner code by then, so nothing in its answer is taken on trust.
    """
    data = report if isinstance(report, dict) else {}
    definitions = data.get("definitions")
    notes = data.get("notes")
    names = data.get("names")
    syntax_error = data.get("syntax_error")
    missing = data.get("missing")
    return {
        "syntax_error": syntax_error if isinstance(syntax_error, dict) else None,
        "names": [str(name) for name in names[:_MOST_NAMES]] if isinstance(names, list) else [],
        "notes": _texts(notes),
        "missing": {
            str(name): str(note)[:500]
            for name, note in (list(missing.items())[:200] if isinstance(missing, dict) else ())
        },
        "definitions": {
            str(name): {
                "kind": str(entry.get("kind")),
                "digest": str(entry.get("digest")),
                "line": entry.get("line") if isinstance(entry.get("line"), int) else 0,
                "parameters": _texts(entry.get("parameters")),
            }
            for name, entry in (
                list(definitions.items())[:_MOST_NAMES] if isinstance(definitions, dict) else ()
            )
            if isinstance(entry, dict)
        },
    }


def _texts(values: Any) -> list[str]:
    return [str(value)[:500] for value in values[:50]] if isinstance(values, list) else []
