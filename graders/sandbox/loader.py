"""Running a learner's file so that its definitions count, whatever the code around them does.

Module-level statements run one by one. One that fails is noted and the next one runs; training at module level is
left out, and the rest shares a time budget.
"""

from __future__ import annotations

import ast
import hashlib
import linecache
import signal
import sys
import time
import types
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MAX_NOTES = 50
MAX_NOTE = 500
# Imports, classes and constants run even when the budget is gone, since the functions need them.
_NEEDED_SECONDS = 5.0
# Time on the clock that a statement may take, as a multiple of its computing time: it may sleep, but not for long.
_CLOCK_FACTOR = 3.0
_REPEAT_SECONDS = 0.25
_TRAINING = frozenset({"fit", "fit_generator", "evaluate", "evaluate_generator"})
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


class SourceError(Exception):
    """A file that is not Python.

    Args:
        message: what the parser says.
        line: 1-based, or None if unknown.
        column: 1-based, or None if unknown.
        text: the line itself, or empty.
    """

    def __init__(
        self, message: str, line: int | None = None, column: int | None = None, text: str = ""
    ) -> None:
        super().__init__(message)
        self.message = message
        self.line = line
        self.column = column
        self.text = text

    def to_json(self) -> dict[str, Any]:
        """Return the problem as a bounded JSON object."""
        return {
            "line": self.line,
            "column": self.column,
            "text": self.text[:300],
            "message": self.message[:300],
        }


def parse(source: str, filename: str = "<submission>") -> ast.Module:
    """Parse a learner's file.

    Raises:
        SourceError: if it is not Python, for whatever reason.
    """
    try:
        return ast.parse(source.removeprefix("\ufeff"), filename)
    except SyntaxError as error:
        raise SourceError(error.msg, error.lineno, error.offset, error.text or "") from None
    except ValueError as error:  # NUL bytes, lone surrogates
        raise SourceError(str(error)) from None
    except (RecursionError, MemoryError):
        raise SourceError("the code is nested too deep") from None


def definitions_of(source: str) -> dict[str, dict[str, Any]]:
    """Return what a file defines at the top level, without running it.

    Returns:
        For each name ``{"kind": "function" | "class" | "other", "line", "digest", "parameters"}``. The digest is
        the same for two definitions that differ only in layout, comments and docstrings; the parameters of a
        class are those of its ``__init__``, without ``self``.

    Raises:
        SourceError: if it is not Python.
    """
    return _definitions(parse(source))


def _definitions(tree: ast.Module) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for node in _statements(tree.body):
        if isinstance(node, _FUNCTIONS):
            found[node.name] = _entry("function", node, _parameters(node))
        elif isinstance(node, ast.ClassDef):
            starts = [each for each in node.body if isinstance(each, _FUNCTIONS) and each.name == "__init__"]
            found[node.name] = _entry("class", node, _parameters(starts[-1])[1:] if starts else [])
        elif isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            for name in (
                each.id for target in targets for each in ast.walk(target) if isinstance(each, ast.Name)
            ):
                found[name] = _entry("other", node, [])
    return found


def _statements(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """Yield the statements that run at the top level, those inside ``if``, ``try``, ``with`` and loops included."""
    for node in body:
        yield node
        if isinstance(node, ast.If | ast.Try | ast.With | ast.For | ast.While):
            for part in ("body", "orelse", "finalbody"):
                yield from _statements(getattr(node, part, []))
            for handler in getattr(node, "handlers", []):
                yield from _statements(handler.body)


def _entry(kind: str, node: ast.stmt, parameters: list[str]) -> dict[str, Any]:
    return {"kind": kind, "line": node.lineno, "digest": _digest(node), "parameters": parameters}


def _digest(node: ast.stmt) -> str:
    docstrings: list[tuple[Any, ast.stmt]] = []
    for each in ast.walk(node):
        if isinstance(each, (*_FUNCTIONS, ast.ClassDef)) and ast.get_docstring(each, clean=False) is not None:
            docstrings.append((each, each.body.pop(0)))
    try:
        return hashlib.sha256(ast.dump(node).encode("utf-8", "surrogatepass")).hexdigest()
    finally:
        for owner, docstring in docstrings:
            owner.body.insert(0, docstring)


def _parameters(node: ast.FunctionDef | ast.AsyncFunctionDef) -> list[str]:
    given = node.args
    names = [each.arg for each in (*given.posonlyargs, *given.args)]
    names += [f"*{given.vararg.arg}"] if given.vararg else []
    names += [each.arg for each in given.kwonlyargs]
    return names + ([f"**{given.kwarg.arg}"] if given.kwarg else [])


class _Interrupted(BaseException):
    """Raised by the timer in the middle of a module-level statement."""


class _Clock:
    """Runs code under what is left of a budget of computing time."""

    def __init__(self, seconds: float) -> None:
        self._left = seconds
        self._armed = False
        signal.signal(signal.SIGPROF, self._interrupt)
        signal.signal(signal.SIGALRM, self._interrupt)

    @property
    def spent(self) -> bool:
        return self._left <= 0

    def run(self, code: types.CodeType, namespace: dict[str, Any], *, needed: bool) -> None:
        seconds = max(self._left, _NEEDED_SECONDS) if needed else self._left
        start, start_on_clock = time.process_time(), time.monotonic()
        self._armed = True
        # Repeated, because the statement may catch the first interruption and go on.
        signal.setitimer(signal.ITIMER_PROF, seconds, _REPEAT_SECONDS)
        signal.setitimer(signal.ITIMER_REAL, seconds * _CLOCK_FACTOR, _REPEAT_SECONDS)
        try:
            exec(code, namespace)
        finally:
            self.stop()
            asleep = (time.monotonic() - start_on_clock) / _CLOCK_FACTOR
            self._left -= max(time.process_time() - start, asleep)

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
    """

    module: types.ModuleType
    notes: tuple[str, ...]
    definitions: dict[str, dict[str, Any]]

    @property
    def names(self) -> list[str]:
        """Every top-level name, sorted, but for Python's own."""
        return sorted(
            name for name in vars(self.module) if not (name.startswith("__") and name.endswith("__"))
        )


def run(source: str, path: Path, *, definitions_only: bool, seconds: float) -> Loaded:
    """Run a learner's file as the module ``submission``, so that ``if __name__ == "__main__"`` does not run.

    Args:
        source: its text.
        path: what tracebacks and ``__file__`` say.
        definitions_only: run only imports, functions, classes and assignments without calls.
        seconds: computing time for all statements but functions together.

    Raises:
        SourceError: if it is not Python.
    """
    tree = parse(source, str(path))
    module = types.ModuleType("submission", ast.get_docstring(tree))
    module.__file__ = str(path)
    sys.modules["submission"] = module
    lines = source.removeprefix("\ufeff").splitlines(keepends=True)
    linecache.cache[str(path)] = (len(source), None, lines, str(path))
    notes = _run_statements(tree, module, str(path), definitions_only, seconds)
    definitions = {name: entry for name, entry in _definitions(tree).items() if name in vars(module)}
    return Loaded(module, tuple(note[:MAX_NOTE] for note in notes[:MAX_NOTES]), definitions)


def _run_statements(
    tree: ast.Module, module: types.ModuleType, filename: str, definitions_only: bool, seconds: float
) -> list[str]:
    notes: list[str] = []
    clock = _Clock(seconds)
    flags = _future_flags(tree)
    for node in tree.body:
        needed = _is_needed(node)
        if definitions_only and not needed:
            continue
        if _is_training(node):
            notes.append(f"Line {node.lineno}: module-level training is not needed for grading; skipped.")
            continue
        if clock.spent and not needed:
            notes.append(f"Line {node.lineno}: skipped, because the lines before it took too long.")
            continue
        note = _run_statement(node, module, filename, flags, clock, needed)
        if note is not None:
            notes.append(note)
    return notes


def _run_statement(
    node: ast.stmt, module: types.ModuleType, filename: str, flags: int, clock: _Clock, needed: bool
) -> str | None:
    """Run one statement and return what went wrong, if anything did."""
    try:
        code = compile(ast.Module([node], []), filename, "exec", flags, dont_inherit=True)
        clock.run(code, vars(module), needed=needed)
    except _Interrupted:
        clock.stop()
        return (
            f"Line {node.lineno}: stopped, because it took too long; only definitions are needed for grading."
        )
    except BaseException as error:  # SystemExit and KeyboardInterrupt too: the rest of the file still counts
        return f"Line {node.lineno}: {describe(error)} The rest of the file was still read."
    return None


def describe(error: BaseException) -> str:
    """Return an exception's class and message as one bounded sentence, even if its ``str`` fails."""
    try:
        message = str.__str__(str(error))
    except Exception:
        message = ""
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
    if isinstance(node, (*_FUNCTIONS, ast.ClassDef, ast.Import, ast.ImportFrom)):
        return True
    if isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign):
        return not _calls_something(node)
    return False


def _calls_something(node: ast.AST) -> bool:
    if isinstance(node, ast.Call | ast.Await | ast.Yield | ast.YieldFrom):
        return True
    # What a lambda calls, it calls later.
    return not isinstance(node, ast.Lambda) and any(map(_calls_something, ast.iter_child_nodes(node)))


def _is_training(node: ast.stmt) -> bool:
    value = node.value if isinstance(node, ast.Expr | ast.Assign | ast.AnnAssign) else None
    return (
        isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute) and value.func.attr in _TRAINING
    )
