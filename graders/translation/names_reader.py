"""Reads from a program's imports, assignments and calls what its names stand for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import libcst as cst

from graders.translation.names import Names, dotted, numbers_only


def read_names(module: cst.Module) -> Names:
    """Collect what a program's names stand for."""
    reader = _Reader()
    module.visit(reader)
    names = reader.names
    names.numbers = {name for name in reader.number_lists if reader.assigned[name] == 1}
    names.defined |= set(reader.assigned) - set(names.imports)
    return names


class _Reader(cst.CSTVisitor):
    def __init__(self) -> None:
        self.names = Names()
        self.assigned: Counter[str] = Counter()
        self.number_lists: set[str] = set()
        self._has_layers: set[str] = set()

    def visit_Import(self, node: cst.Import) -> None:
        for alias in node.names:
            path = dotted(alias.name)
            if alias.asname is not None:
                self.names.imports[dotted(alias.asname.name)] = path
            else:
                root = path.partition(".")[0]
                self.names.imports[root] = root

    def visit_ImportFrom(self, node: cst.ImportFrom) -> None:
        module = dotted(node.module) if node.module is not None and not node.relative else "?"
        if isinstance(node.names, cst.ImportStar):
            self.names.stars.add(module)
            return
        for alias in node.names:
            name = dotted(alias.name)
            local = dotted(alias.asname.name) if alias.asname is not None else name
            self.names.imports[local] = f"{module}.{name}"

    def visit_ClassDef(self, node: cst.ClassDef) -> None:
        self.names.defined.add(node.name.value)

    def visit_FunctionDef(self, node: cst.FunctionDef) -> None:
        self.names.defined.add(node.name.value)

    def visit_Assign(self, node: cst.Assign) -> None:
        for target in node.targets:
            for name in _targets(target.target):
                self._assigned(name, node.value)
            if isinstance(target.target, cst.Attribute) and target.target.attr.value == "history":
                self.names.own_history = True
            self._has_layers.discard(dotted(target.target))
            if isinstance(node.value, cst.Call) and node.value.args:
                self._has_layers.add(dotted(target.target))

    def visit_AnnAssign(self, node: cst.AnnAssign) -> None:
        if isinstance(node.target, cst.Name) and node.value is not None:
            self._assigned(node.target.value, node.value)

    def visit_For(self, node: cst.For) -> None:
        for name in _targets(node.target):
            self.assigned[name] += 1

    def visit_AugAssign(self, node: cst.AugAssign) -> None:
        for name in _targets(node.target):
            self.assigned[name] += 1

    def _assigned(self, name: str, value: cst.BaseExpression) -> None:
        self.assigned[name] += 1
        if isinstance(value, cst.Call):
            self.names.made_by[name].append(value)
        elif isinstance(value, cst.Attribute) and value.attr.value == "history":
            self.names.histories.add(name)
        elif numbers_only(value):
            self.number_lists.add(name)

    def visit_Call(self, node: cst.Call) -> None:
        keywords = {arg.keyword.value: arg.value for arg in node.args if arg.keyword is not None}
        if isinstance(node.func, cst.Attribute):
            owner = dotted(node.func.value)
            if node.func.attr.value == "add" and owner not in self._has_layers:
                self._has_layers.add(owner)
                self.names.first_adds.add(id(node))
            if node.func.attr.value == "compile" and isinstance(keywords.get("metrics"), cst.Name):
                self.names.metric_lists.add(dotted(keywords["metrics"]))
        if isinstance(node.func, cst.Attribute) and isinstance(node.func.value, cst.Name):
            if node.func.attr.value == "compile" and set(keywords) & {"loss", "optimizer", "metrics"}:
                self.names.compiled.add(node.func.value.value)
            if node.func.attr.value in ("save", "save_weights") and node.args:
                file = node.args[0].value
                self.names.saved |= {file.raw_value} if isinstance(file, cst.SimpleString) else set()
            if node.func.attr.value in ("append", "extend", "insert"):
                self.assigned[node.func.value.value] += 1  # no longer what it was assigned
        for arg in node.args:
            named = arg.keyword is not None and arg.keyword.value == "name"
            if named and isinstance(arg.value, cst.SimpleString) and arg.value.evaluated_value == "acc":
                self.names.own_metric = True


def _targets(node: cst.BaseExpression) -> Iterator[str]:
    if isinstance(node, cst.Name):
        yield node.value
    elif isinstance(node, (cst.Tuple, cst.List)):
        for element in node.elements:
            yield from _targets(element.value)
