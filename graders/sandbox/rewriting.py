"""What is changed in a learner's syntax tree before it runs: old imports, and cells that an export made strings."""

from __future__ import annotations

import ast

from graders.old_names import module_today, today

_PYTHON_CELLS = frozenset({"time", "timeit", "capture", "prun", "memit"})


def modernise(tree: ast.Module) -> list[str]:
    """Change, in place, imports of modules that Keras 3 no longer has to where their names are today.

    ``tensorflow.python.keras`` still exists, but its classes are another Keras': a callback made from them stops
    nothing.

    Returns:
        A sentence for each import that was changed, saying what it is called today.
    """
    changer = _Imports()
    changer.visit(tree)
    ast.fix_missing_locations(tree)
    return changer.notes


class _Imports(ast.NodeTransformer):
    def __init__(self) -> None:
        self.notes: list[str] = []

    def visit_Import(self, node: ast.Import) -> ast.stmt:
        # Without "as", the old path is what the rest of the file says; it cannot be given another name.
        names = [
            ast.alias(today(each.name), each.asname) if each.asname else ast.alias(each.name, None)
            for each in node.names
        ]
        changed = ast.copy_location(ast.Import(names), node)
        self._note(node, [changed])
        return changed

    def visit_ImportFrom(self, node: ast.ImportFrom) -> list[ast.stmt]:
        if node.level or not node.module:
            return [node]
        module = today(node.module)
        if module == "keras.preprocessing.image" and "ImageDataGenerator" in {
            each.name for each in node.names
        }:
            module = f"tensorflow.{module}"  # Keras itself has let go of it
        kept, changed = [], []
        for each in node.names:
            place = module_today(module, each.name)
            if place:
                changed.append(ast.Import([ast.alias(place, each.asname or each.name)]))
            else:
                kept.append(each)
        statements: list[ast.stmt] = [ast.ImportFrom(module, kept, 0)] if kept else []
        statements = [ast.copy_location(each, node) for each in (*statements, *changed)]
        self._note(node, statements)
        return statements

    def _note(self, node: ast.stmt, changed: list[ast.stmt]) -> None:
        before, after = ast.unparse(node), "; ".join(map(ast.unparse, changed))
        if before != after:
            self.notes.append(
                f"Line {node.lineno}: “{before}” is the name of an earlier version. Today it is “{after}”, and was "
                "read so here."
            )


def unfold_cells(tree: ast.Module) -> None:
    """Put back, in place, the code of cells that an export turned into ``get_ipython().run_cell_magic(...)``."""
    body: list[ast.stmt] = []
    for node in tree.body:
        cell = _exported_cell(node)
        try:
            inside = ast.parse(cell).body if cell else []
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            inside = []
        for statement in inside:
            ast.increment_lineno(statement, node.lineno - 1)
        body += inside or [node]
    tree.body = body


def _exported_cell(node: ast.stmt) -> str:
    """Return the Python code of an exported cell magic, or an empty string."""
    match node:
        case ast.Expr(
            ast.Call(
                func=ast.Attribute(value=ast.Call(func=ast.Name("get_ipython")), attr="run_cell_magic"),
                args=[ast.Constant(str(name)), ast.Constant(), ast.Constant(str(code))],
            )
        ) if name in _PYTHON_CELLS:
            return code
    return ""
