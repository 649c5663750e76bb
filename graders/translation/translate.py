"""The translator: from a program of an earlier TensorFlow to the same program today, line by line explained.

It reads the text and never runs it. It changes only what really is Keras' or TensorFlow's, as far as the text says so:
``lr=`` in the call of an optimizer, ``'acc'`` where it names a metric.
"""

from __future__ import annotations

import libcst as cst
from libcst.metadata import MetadataWrapper, PositionProvider

from graders.old_names import METRIC_KEYS
from graders.translation import calls, generators, imports, inputs, metric_names, older
from graders.translation.generator_plan import plan_generators
from graders.translation.names import log_parameter
from graders.translation.names_reader import read_names
from graders.translation.notes import Notes
from graders.translation.reading import LEFT_OUT, TOO_DEEP, read
from graders.translation.result import Translation, TranslationError


def translate(text: str) -> Translation:
    """Translate a program, or a part of one.

    Args:
        text: Python source as it was pasted, with or without a notebook's ``!`` and ``%`` lines.

    Returns:
        The program today. Translating it again changes nothing more.

    Raises:
        TranslationError: if the text is too long or no Python.
    """
    pasted = read(text)
    try:
        wrapper = MetadataWrapper(pasted.module, unsafe_skip_copy=True)
        writer = _Writer(wrapper, pasted.text)
        tree = wrapper.visit(writer)
        tree = imports.add_imports(tree, sorted(writer.notes.wanted))
    except RecursionError:
        raise TranslationError(TOO_DEEP) from None
    changes = sorted({*writer.notes.changes, *pasted.changes})
    return Translation(pasted.text, pasted.restored(tree.code), tuple(changes))


class _Writer(cst.CSTTransformer):
    METADATA_DEPENDENCIES = (PositionProvider,)

    def __init__(self, wrapper: MetadataWrapper, text: str) -> None:
        super().__init__()
        names = read_names(wrapper.module)
        self._plan = plan_generators(wrapper.module, names)
        self._called: set[int] = set()
        self._blocks = 0
        self._shown: set[int] = set()
        self._old_keys: list[cst.SimpleString] = []
        quote = "'" if text.count("'") > text.count('"') else '"'
        self.notes = Notes(names, self._line, self._column, quote)

    def _line(self, node: cst.CSTNode) -> int:
        return int(self.get_metadata(PositionProvider, node).start.line)

    def _column(self, node: cst.CSTNode) -> int:
        return int(self.get_metadata(PositionProvider, node).start.column)

    def leave_Module(self, original_node: cst.Module, updated_node: cst.Module) -> cst.Module:
        metric_names.tell_of_others(self.notes, self._old_keys)
        return updated_node

    def visit_FunctionDef(self, node: cst.FunctionDef) -> None:
        self.notes.log_parameters.append(log_parameter(node))

    def leave_FunctionDef(
        self, original_node: cst.FunctionDef, updated_node: cst.FunctionDef
    ) -> cst.FunctionDef:
        self.notes.log_parameters.pop()
        return updated_node

    def visit_IndentedBlock(self, node: cst.IndentedBlock) -> None:
        self._blocks += 1

    def leave_IndentedBlock(
        self, original_node: cst.IndentedBlock, updated_node: cst.IndentedBlock
    ) -> cst.BaseSuite:
        self._blocks -= 1
        return updated_node

    def visit_Call(self, node: cst.Call) -> None:
        self._called.add(id(node.func))

    def leave_Call(self, original_node: cst.Call, updated_node: cst.Call) -> cst.BaseExpression:
        new: cst.BaseExpression = updated_node
        for rule in (
            calls.optimizer,
            metric_names.in_call,
            inputs.in_sequential,
            inputs.input_layer,
            calls.plain_lists,
            calls.fit_arguments,
            calls.saved_files,
            self._generators,
            calls.generator_methods,
            calls.class_methods,
            calls.backend_value,
            older.in_call,
        ):
            if not isinstance(new, cst.Call):
                return new
            new = rule(self.notes, original_node, new)
        return new

    def _generators(self, notes: Notes, old: cst.Call, new: cst.Call) -> cst.BaseExpression:
        return generators.in_call(notes, self._plan, old, new)

    def leave_Assign(self, original_node: cst.Assign, updated_node: cst.Assign) -> cst.Assign:
        new = generators.made(self.notes, self._plan, original_node, updated_node)
        return metric_names.in_assignment(self.notes, original_node, new)

    def visit_Arg(self, node: cst.Arg) -> None:
        if node.keyword is not None and node.keyword.value in ("label", "name", "title"):
            self._shown.add(id(node.value))

    def visit_SimpleString(self, node: cst.SimpleString) -> None:
        if node.evaluated_value in METRIC_KEYS and id(node) not in self._shown:
            self._old_keys.append(node)

    def leave_Subscript(
        self, original_node: cst.Subscript, updated_node: cst.Subscript
    ) -> cst.BaseExpression:
        return metric_names.in_subscript(self.notes, original_node, updated_node)

    def leave_Comparison(
        self, original_node: cst.Comparison, updated_node: cst.Comparison
    ) -> cst.BaseExpression:
        return metric_names.in_comparison(self.notes, original_node, updated_node)

    def visit_Import(self, node: cst.Import) -> bool:
        return False  # the dots in it are no attributes

    def visit_ImportFrom(self, node: cst.ImportFrom) -> bool:
        return False

    def leave_Import(self, original_node: cst.Import, updated_node: cst.Import) -> cst.Import:
        return imports.in_import(self.notes, original_node, updated_node)

    def leave_Attribute(
        self, original_node: cst.Attribute, updated_node: cst.Attribute
    ) -> cst.BaseExpression:
        called = id(original_node) in self._called
        new = imports.in_attribute(self.notes, original_node, updated_node, called=called)
        return new if new is not updated_node else older.in_attribute(self.notes, original_node, updated_node)

    def leave_SimpleStatementLine(
        self, original_node: cst.SimpleStatementLine, updated_node: cst.SimpleStatementLine
    ) -> cst.BaseStatement | cst.FlattenSentinel[cst.BaseStatement]:
        lines = inputs.in_add(self.notes, original_node, updated_node)
        if lines is not None:
            return cst.FlattenSentinel(lines)
        body: list[cst.BaseSmallStatement] = []
        for old, new in zip(original_node.body, updated_node.body, strict=True):
            body += self._statement(old, new)
        if [*body] == [*updated_node.body]:
            return updated_node
        if not body and not self._blocks:
            gone = cst.TrailingWhitespace(cst.SimpleWhitespace(""), cst.Comment(LEFT_OUT))
            return updated_node.with_changes(body=[cst.Pass()], trailing_whitespace=gone)
        body = [each.with_changes(semicolon=cst.MaybeSentinel.DEFAULT) for each in body] or [cst.Pass()]
        if len(original_node.body) > 1:
            return updated_node.with_changes(body=body)
        first, *more = [updated_node.with_changes(body=[each]) for each in body]
        return cst.FlattenSentinel([first, *(line.with_changes(leading_lines=[]) for line in more)])

    def _statement(
        self, old: cst.BaseSmallStatement, new: cst.BaseSmallStatement
    ) -> list[cst.BaseSmallStatement]:
        """Return what stands for a statement; nothing if it is left out."""
        if isinstance(old, cst.ImportFrom) and isinstance(new, cst.ImportFrom):
            return [
                *imports.in_import_from(
                    self.notes,
                    old,
                    new,
                    without_generator=self._plan.complete,
                    with_generator=bool(self._plan.reasons),
                )
            ]
        if older.is_eager_switch(self.notes, old):
            self.notes.tell(old, "tensorflow_1", "TensorFlow 2 always computes at once.")
            return []
        assignment = calls.set_value(self.notes, old)
        return [new] if assignment is None else [assignment]
