"""Running a learner's file so that its definitions count, whatever the code around them does.

Module-level statements run one by one. One that fails is noted and the next one runs; training and waiting at module
level are left out, and the rest shares a time budget.
"""

from __future__ import annotations

import ast
import contextlib
import importlib
import linecache
import signal
import sys
import time
import types
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from graders.sandbox import rewriting, stand_ins
from graders.sandbox.definitions import (
    FUNCTIONS,
    bound_by,
    definitions_in,
    definitions_of,
    entry_of,
    nested_in,
    statements,
)
from graders.sandbox.error_text import plain_message
from graders.sandbox.syntax import SourceError, parse, parse_leniently

__all__ = ["Loaded", "SourceError", "definitions_of", "describe", "parse", "run"]

MAX_NOTES = 50
MAX_NOTE = 500
_MAX_MESSAGE = 100_000
# Imports, classes and constants run even when the budget is gone, since the functions need them.
_NEEDED_SECONDS = 5.0
# What other assignments share once the budget is gone: a folder's name made with os.path.join, an empty dict.
_RESERVE_SECONDS = 2.0
# Time on the clock that a statement may take, as a multiple of its computing time: it may sleep, but not for long.
_CLOCK_FACTOR = 3.0
_REPEAT_SECONDS = 0.25
_TRAINING = frozenset({"fit", "fit_generator", "evaluate", "evaluate_generator"})


class _Interrupted(BaseException):
    """Raised by the timer in the middle of a module-level statement."""


class _Clock:
    """Runs code under what is left of a budget of computing time."""

    def __init__(self, seconds: float) -> None:
        self._left = seconds
        self._reserve = _RESERVE_SECONDS
        self._armed = False
        signal.signal(signal.SIGPROF, self._interrupt)
        signal.signal(signal.SIGALRM, self._interrupt)

    def allows(self, node: ast.stmt) -> bool:
        """Whether a statement may still run."""
        is_assignment = isinstance(node, ast.Assign | ast.AnnAssign)
        return self._left > 0 or _is_needed(node) or (is_assignment and self._reserve > 0)

    def run(self, code: types.CodeType, namespace: dict[str, Any], *, needed: bool) -> None:
        spends_reserve = self._left <= 0 and not needed
        seconds = self._reserve if spends_reserve else self._left
        if needed:
            seconds = max(self._left, _NEEDED_SECONDS)
        start, start_on_clock = time.process_time(), time.monotonic()
        self._armed = True
        # Repeated, because the statement may catch the first interruption and go on.
        signal.setitimer(signal.ITIMER_PROF, seconds, _REPEAT_SECONDS)
        signal.setitimer(signal.ITIMER_REAL, seconds * _CLOCK_FACTOR, _REPEAT_SECONDS)
        spent = 0.0
        try:
            exec(code, namespace)
        except _Interrupted:
            spent = seconds  # the timers and the clocks below need not agree to the millisecond
            raise
        finally:
            self.stop()
            asleep = (time.monotonic() - start_on_clock) / _CLOCK_FACTOR
            spent = max(spent, time.process_time() - start, asleep)
            if spends_reserve:
                self._reserve -= spent
            else:
                self._left -= spent

    def stop(self) -> None:
        self._armed = False
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)

    def _interrupt(self, *_: object) -> None:
        if self._armed:
            raise _Interrupted


@dataclass(frozen=True)
class Loaded:
    """A learner's file after running it.

    Args:
        module: the module ``submission``.
        notes: what was left out and why, one sentence each, bounded.
        definitions: as :func:`definitions_of`, of those names that now exist.
        missing: names that statements which failed or were left out would have bound, to the note that says why.
    """

    module: types.ModuleType
    notes: tuple[str, ...]
    definitions: dict[str, dict[str, Any]]
    missing: dict[str, str] = field(default_factory=dict)

    @property
    def names(self) -> list[str]:
        """Every top-level name, sorted, but for Python's own."""
        return sorted(
            name for name in vars(self.module) if not (name.startswith("__") and name.endswith("__"))
        )


def run(
    source: str,
    path: Path,
    *,
    definitions_only: bool,
    seconds: float,
    wanted: Collection[str] = (),
    lenient: bool = False,
) -> Loaded:
    """Run a learner's file as the module ``submission``, so that ``if __name__ == "__main__"`` does not run.

    Args:
        source: its text.
        path: what tracebacks and ``__file__`` say.
        definitions_only: run only imports, functions, classes and assignments without calls.
        seconds: computing time for all statements but functions together.
        wanted: names that are looked for inside top-level functions too, if the top level lacks them.
        lenient: also take what :func:`graders.sandbox.syntax.parse_leniently` takes.

    Raises:
        SourceError: if it is not Python.
    """
    tree, notes = parse_leniently(source, str(path)) if lenient else (parse(source, str(path)), [])
    rewriting.unfold_cells(tree)
    definitions = definitions_in(tree)
    notes += rewriting.modernise(tree)
    stand_ins.install()
    importlib.invalidate_caches()  # modules beside the file have only just been written
    module = types.ModuleType("submission", ast.get_docstring(tree))
    module.__file__ = str(path)
    sys.modules["submission"] = module
    lines = source.removeprefix("\ufeff").splitlines(keepends=True)
    linecache.cache[str(path)] = (len(source), None, lines, str(path))
    running = _Run(module, str(path), _Clock(seconds), _future_flags(tree), notes)
    running.statements(tree.body, definitions_only)
    definitions |= running.hoist(nested_in(tree, set(wanted) - set(vars(module))))
    return Loaded(
        module,
        tuple(note[:MAX_NOTE] for note in running.notes[:MAX_NOTES]),
        {name: entry for name, entry in definitions.items() if name in vars(module)},
        {name: note for name, note in running.missing.items() if name not in vars(module)},
    )


@dataclass
class _Run:
    """The running of one file's statements."""

    module: types.ModuleType
    filename: str
    clock: _Clock
    flags: int
    notes: list[str]
    missing: dict[str, str] = field(default_factory=dict)

    def statements(self, body: list[ast.stmt], definitions_only: bool) -> None:
        trains = _training_functions(body)
        for node in body:
            if definitions_only and not _is_needed(node):
                continue
            reason = self._reason_to_skip(node, trains)
            if reason is None:
                reason = self._statement(node)
            if reason is not None:
                self._miss(node, reason)

    def hoist(self, nested: dict[str, tuple[str, ast.stmt]]) -> dict[str, dict[str, Any]]:
        """Define functions and classes that stand inside another function, and return their entries."""
        entries = {}
        for name, (owner, node) in nested.items():
            reason = self._statement(node)
            self._say(
                reason
                or f"Line {node.lineno}: {name} is defined inside {owner}. It was read from there; define it at the "
                "top level of the file."
            )
            if isinstance(node, (*FUNCTIONS, ast.ClassDef)):
                entries[name] = entry_of(node)
        return entries

    def _reason_to_skip(self, node: ast.stmt, trains: Collection[str]) -> str | None:
        if _is_training(node, trains):
            return f"Line {node.lineno}: module-level training is not needed for grading; skipped."
        if _is_waiting(node):
            return f"Line {node.lineno}: waiting is not needed for grading; skipped."
        if not self.clock.allows(node):
            return f"Line {node.lineno}: skipped, because the lines before it took too long."
        return None

    def _miss(self, node: ast.stmt, note: str) -> None:
        self._say(note)
        for name in bound_by(node):
            self.missing.setdefault(name, note)

    def _say(self, note: str) -> None:
        if note not in self.notes:
            self.notes.append(note)

    def _statement(self, node: ast.stmt) -> str | None:
        """Run one statement and return what went wrong, if anything did."""
        try:
            code = compile(ast.Module([node], []), self.filename, "exec", self.flags, dont_inherit=True)
            self.clock.run(code, vars(self.module), needed=_is_needed(node))
        except _Interrupted:
            self.clock.stop()
            return f"Line {node.lineno}: stopped, because it took too long; only definitions are needed for grading."
        except (
            BaseException
        ) as error:  # SystemExit and KeyboardInterrupt too: the rest of the file still counts
            return (
                self._cause_of(error)
                or f"Line {node.lineno}: {describe(error)} The rest of the file was still read."
            )
        return None

    def _cause_of(self, error: BaseException) -> str:
        """Return the note on the earlier statement that kept a name from existing, or an empty string."""
        name = error.name if isinstance(error, NameError) else None
        return self.missing.get(name, "") if type(name) is str else ""


def describe(error: BaseException) -> str:
    """Return an exception's class and message as one bounded sentence, even if its ``str`` fails."""
    message = ""
    with contextlib.suppress(Exception):
        message = plain_message(str.__str__(str(error))[:_MAX_MESSAGE])
    text = f"{type(error).__name__}: {message}" if message else type(error).__name__
    text = " ".join(text.split())[:300]
    return text if text.endswith(".") else f"{text}."


def _future_flags(tree: ast.Module) -> int:
    import __future__

    flags = 0
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and node.module == "__future__":
            for name in node.names:
                feature = getattr(__future__, name.name, None)
                flags |= getattr(feature, "compiler_flag", 0)
    return flags


def _is_needed(node: ast.stmt) -> bool:
    if isinstance(node, (*FUNCTIONS, ast.ClassDef, ast.Import, ast.ImportFrom)):
        return True
    if isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign):
        return not _calls_something(node)
    return False


def _calls_something(node: ast.AST) -> bool:
    if isinstance(node, ast.Call | ast.Await | ast.Yield | ast.YieldFrom):
        return True
    # What a lambda calls, it calls later.
    return not isinstance(node, ast.Lambda) and any(map(_calls_something, ast.iter_child_nodes(node)))


def _training_functions(body: list[ast.stmt]) -> set[str]:
    """Return the names of those functions of a file that train when they are called."""
    functions = {node.name: list(_calls(node.body)) for node in body if isinstance(node, FUNCTIONS)}
    found: set[str] = set()
    while more := {name for name, calls in functions.items() if name not in found and _trains(calls, found)}:
        found |= more
    return found


def _is_training(node: ast.stmt, functions: Collection[str]) -> bool:
    """Whether a statement trains, itself or by calling one of ``functions``, and defines nothing beside."""
    if isinstance(node, (*FUNCTIONS, ast.ClassDef)):
        return False
    if any(_defines(each) for each in statements([node])) or _is_main_guard(node):
        return False
    return _trains(_calls([node]), functions)


def _defines(node: ast.stmt) -> bool:
    return isinstance(node, (*FUNCTIONS, ast.ClassDef, ast.Import, ast.ImportFrom))


def _is_main_guard(node: ast.stmt) -> bool:
    return isinstance(node, ast.If) and any(
        isinstance(each, ast.Name) and each.id == "__name__" for each in ast.walk(node.test)
    )


def _trains(calls: Iterable[ast.Call], functions: Collection[str]) -> bool:
    return any(
        (isinstance(call.func, ast.Attribute) and call.func.attr in _TRAINING)
        or (isinstance(call.func, ast.Name) and call.func.id in functions)
        for call in calls
    )


def _is_waiting(node: ast.stmt) -> bool:
    """Whether a simple statement sleeps, or asks the keyboard."""
    if not isinstance(node, ast.Expr | ast.Assign):
        return False
    names = [
        call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        for call in _calls([node])
    ]
    return "sleep" in names or "input" in names


def _calls(body: Iterable[ast.AST]) -> Iterator[ast.Call]:
    """Yield the calls that running ``body`` makes, without those inside functions and classes that it defines."""
    for node in body:
        if isinstance(node, ast.Call):
            yield node
        if not isinstance(node, (*FUNCTIONS, ast.ClassDef, ast.Lambda)):
            yield from _calls(ast.iter_child_nodes(node))
