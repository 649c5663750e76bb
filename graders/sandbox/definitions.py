"""What a learner's file defines, read from its syntax tree without running it."""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Collection, Iterator
from typing import Any

from graders.sandbox.syntax import parse

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def definitions_of(source: str) -> dict[str, dict[str, Any]]:
    """Return what a file defines at the top level, without running it.

    Returns:
        For each name ``{"kind": "function" | "class" | "other", "line", "digest", "parameters"}``. The digest is
        the same for two definitions that differ only in layout, comments and docstrings; the parameters of a
        class are those of its ``__init__``, without ``self``.

    Raises:
        SourceError: if it is not Python.
    """
    return definitions_in(parse(source))


def definitions_in(tree: ast.Module) -> dict[str, dict[str, Any]]:
    """Return :func:`definitions_of` of a tree."""
    found: dict[str, dict[str, Any]] = {}
    for node in statements(tree.body):
        if isinstance(node, (*FUNCTIONS, ast.ClassDef)):
            found[node.name] = entry_of(node)
        elif isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            for name in bound_by(node):
                found[name] = _entry("other", node, [])
    return found


def nested_in(tree: ast.Module, names: Collection[str]) -> dict[str, tuple[str, ast.stmt]]:
    """Return those of ``names`` that are functions or classes inside a top-level function.

    Returns:
        For each name the enclosing function's name and the definition's node; the last one counts.
    """
    return {
        inner.name: (outer.name, inner)
        for outer in statements(tree.body)
        if isinstance(outer, FUNCTIONS)
        for inner in statements(outer.body)
        if isinstance(inner, (*FUNCTIONS, ast.ClassDef)) and inner.name in names
    }


def statements(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """Yield the statements of a body, those inside ``if``, ``try``, ``with`` and loops included."""
    for node in body:
        yield node
        if isinstance(node, ast.If | ast.Try | ast.With | ast.For | ast.While):
            for part in ("body", "orelse", "finalbody"):
                yield from statements(getattr(node, part, []))
            for handler in getattr(node, "handlers", []):
                yield from statements(handler.body)


def bound_by(node: ast.stmt) -> list[str]:
    """Return the names that a statement, or those inside it, would give a value at their level."""
    names: list[str] = []
    for each in statements([node]):
        match each:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                names.append(each.name)
            case ast.Import() | ast.ImportFrom():
                names += [alias.asname or alias.name.split(".")[0] for alias in each.names]
            case ast.Assign():
                names += [name for target in each.targets for name in _names(target)]
            case ast.AnnAssign() | ast.AugAssign() | ast.For():
                names += _names(each.target)
            case ast.With():
                names += [
                    name for item in each.items if item.optional_vars for name in _names(item.optional_vars)
                ]
    return names


def _names(target: ast.expr) -> list[str]:
    return [each.id for each in ast.walk(target) if isinstance(each, ast.Name)]


def entry_of(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> dict[str, Any]:
    """Return the entry of one definition, as :func:`definitions_of` describes it."""
    if not isinstance(node, ast.ClassDef):
        return _entry("function", node, _parameters(node))
    starts = [each for each in node.body if isinstance(each, FUNCTIONS) and each.name == "__init__"]
    return _entry("class", node, _parameters(starts[-1])[1:] if starts else [])


def _entry(kind: str, node: ast.stmt, parameters: list[str]) -> dict[str, Any]:
    return {"kind": kind, "line": node.lineno, "digest": _digest(node), "parameters": parameters}


def _digest(node: ast.stmt) -> str:
    docstrings: list[tuple[Any, ast.stmt]] = []
    for each in ast.walk(node):
        if isinstance(each, (*FUNCTIONS, ast.ClassDef)) and ast.get_docstring(each, clean=False) is not None:
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
