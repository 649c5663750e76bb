"""Old places of names: in imports, and where they are written out."""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst

from graders.old_names import module_today, today
from graders.translation.names import dotted
from graders.translation.notes import Notes

_GENERATOR = "ImageDataGenerator"
_GONE = ("tensorflow.contrib", "tensorflow.examples", "keras.wrappers.scikit_learn")


def module(dotted_name: str) -> cst.Attribute | cst.Name:
    """Return the node of a dotted name."""
    parsed = cst.parse_expression(dotted_name)
    return parsed if isinstance(parsed, cst.Attribute) else cst.ensure_type(parsed, cst.Name)


def in_import(notes: Notes, old: cst.Import, new: cst.Import) -> cst.Import:
    """Rewrite ``import keras.layers.core as core``."""
    names = []
    for alias in new.names:
        path = dotted(alias.name)
        place = today(path)
        if place != path and alias.asname is not None:
            _tell(notes, old, path)
            alias = alias.with_changes(name=module(place))
        elif place != path or _is_gone(path):
            _tell(notes, old, path, by_hand=True)
        names.append(alias)
    return new.with_changes(names=names)


def in_import_from(
    notes: Notes,
    old: cst.ImportFrom,
    new: cst.ImportFrom,
    *,
    without_generator: bool,
    with_generator: bool,
) -> Sequence[cst.ImportFrom]:
    """Return what stands for ``from keras.layers.core import Dense``.

    Args:
        without_generator: whether the program has no ``ImageDataGenerator`` any more, so that none is imported.
        with_generator: whether an ``ImageDataGenerator`` stays.

    Returns:
        One statement or more; none if nothing is left to import.
    """
    if new.module is None or new.relative:
        return [new]
    path = dotted(new.module)
    if _is_gone(path):
        _tell(notes, old, path, by_hand=True)
        return [new]
    place = today(path)
    if place != path:
        _tell(notes, old, path)
        new = new.with_changes(module=module(place))
    if isinstance(new.names, cst.ImportStar):
        return [new]
    if (
        with_generator
        and place == "keras.preprocessing"
        and "image" in {dotted(each.name) for each in new.names}
    ):
        notes.tell(old, "image_data_generator_import")
        return [new.with_changes(module=module(f"tensorflow.{place}"))]
    kept, moved = [], []
    for alias in new.names:
        name = dotted(alias.name)
        target = module_today(place, name)
        if name == _GENERATOR and without_generator:
            notes.tell(old, "image_data_generator")
        elif target:
            _tell(notes, old, f"{path}.{name}")
            moved.append(_as_module(target, alias, name))
        elif name == _GENERATOR and place == "keras.preprocessing.image":
            notes.tell(old, "image_data_generator_import")
            moved.append(cst.ImportFrom(module(f"tensorflow.{place}"), [_last(alias)]))
        else:
            kept.append(alias)
    if len(kept) == len(new.names):
        return [new]
    return [*([new.with_changes(names=[*kept[:-1], _last(kept[-1])])] if kept else []), *moved]


def _last(alias: cst.ImportAlias) -> cst.ImportAlias:
    return alias.with_changes(comma=cst.MaybeSentinel.DEFAULT)


def _as_module(target: str, alias: cst.ImportAlias, name: str) -> cst.ImportFrom:
    """Return ``from keras import utils as np_utils`` for ``keras.utils``, which stands for np_utils."""
    parent, _, last = target.rpartition(".")
    local = dotted(alias.asname.name) if alias.asname is not None else name
    renamed = None if local == last else cst.AsName(cst.Name(local))
    return cst.ImportFrom(module(parent), [cst.ImportAlias(cst.Name(last), asname=renamed)])


def _is_gone(path: str) -> bool:
    return path.removeprefix("tensorflow.").startswith("keras.wrappers.scikit_learn") or path.startswith(
        _GONE
    )


def _tell(notes: Notes, node: cst.CSTNode, path: str, *, by_hand: bool = False) -> None:
    rule = "tensorflow_python_keras" if path.startswith("tensorflow.python") else "old_keras_module"
    if path.startswith(("tensorflow.contrib", "tensorflow.examples")):
        rule = "tensorflow_1"
    notes.tell(
        node,
        rule,
        "This has no counterpart to put here." if by_hand and _is_gone(path) else "",
        by_hand=by_hand,
    )


def in_attribute(notes: Notes, old: cst.Attribute, new: cst.Attribute, *, called: bool) -> cst.BaseExpression:
    """Rewrite ``tf.keras.layers.experimental.preprocessing.RandomFlip``.

    Args:
        called: whether the attribute is a function that is called here.
    """
    path = notes.names.path(old)
    if "keras" not in path or path in notes.names.imports.values():
        return new
    owner, _, last = path.rpartition(".")
    target = today(path) if today(path) != path and not called else f"{today(owner)}.{last}"
    if target == path or not dotted(old):
        return new
    written = notes.names.local(target) or _by_custom(old, path, target)
    if not written:
        return new
    _tell(notes, old, path)
    return cst.parse_expression(written)


def _by_custom(node: cst.Attribute, path: str, target: str) -> str:
    """Return the target as written from the same first name; empty if it does not begin there."""
    written = dotted(node)
    root = written.partition(".")[0]
    rest = written[len(root) :]
    base = path[: -len(rest)]
    return root + target[len(base) :] if target.startswith(f"{base}.") else ""


def add_imports(tree: cst.Module, statements: Sequence[str]) -> cst.Module:
    """Return the module with import statements after its first import, or at its top."""
    if not statements:
        return tree
    body = list(tree.body)
    place = _after_first_imports(body)
    new = [cst.parse_statement(each) for each in statements]
    if place == 0 and body:
        # Comments at the very top belong to the module, not to its first statement, and stay there.
        return tree.with_changes(body=[*new, *body])
    return tree.with_changes(body=[*body[:place], *new, *body[place:]])


def _after_first_imports(body: Sequence[cst.CSTNode]) -> int:
    place = 0
    for index, statement in enumerate(body):
        if not isinstance(statement, cst.SimpleStatementLine):
            break
        small = statement.body[0]
        if isinstance(small, cst.Expr) and isinstance(small.value, cst.SimpleString) and index == 0:
            place = 1
        elif isinstance(small, (cst.Import, cst.ImportFrom)) or (
            isinstance(small, cst.Pass) and place == index
        ):
            place = index + 1  # also below a notebook's lines, some of which must stay the first
        elif not isinstance(small, cst.Pass):
            break
    return place
