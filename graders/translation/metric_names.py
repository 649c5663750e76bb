"""``acc`` to ``accuracy``, where it is the name of a metric: in compile, in logs and histories, and in monitors."""

from __future__ import annotations

import re
from collections.abc import Sequence

import libcst as cst

from graders.old_names import METRIC_KEYS
from graders.translation import arguments
from graders.translation.notes import Notes

_RULE = "metric_key_acc"
_MONITORS = {"EarlyStopping": 0, "ReduceLROnPlateau": 0, "ModelCheckpoint": 1}
_IN_FILE_NAME = re.compile(r"\{(val_)?acc(?=[:}!])")


def in_call(notes: Notes, old: cst.Call, new: cst.Call) -> cst.Call:
    """Rewrite ``compile(metrics=...)``, ``logs.get(...)`` and what callbacks monitor."""
    if isinstance(old.func, cst.Attribute):
        method = old.func.attr.value
        if method == "compile" and not _is_other(notes, old.func.value):
            return _metrics(notes, old, new)
        if method in ("get", "pop") and new.args and _holds_logs(notes, old.func.value):
            return _key(notes, old, new, 0)
    name = notes.names.keras_name(old.func)
    if name in _MONITORS:
        place = arguments.argument(new, "monitor", _MONITORS[name])
        if place is not None:
            new = _key(notes, old, new, place)
    if name == "ModelCheckpoint":
        new = _file_name(notes, old, new)
    return new


def in_subscript(notes: Notes, old: cst.Subscript, new: cst.Subscript) -> cst.Subscript:
    """Rewrite ``logs['acc']`` and ``history.history['acc']``."""
    if len(new.slice) != 1 or not _holds_logs(notes, old.value):
        return new
    index = new.slice[0].slice
    if not isinstance(index, cst.Index):
        return new
    value = _renamed(index.value)
    if value is index.value:
        return new
    notes.tell(old, _RULE)
    return new.with_changes(slice=[new.slice[0].with_changes(slice=index.with_changes(value=value))])


def in_comparison(notes: Notes, old: cst.Comparison, new: cst.Comparison) -> cst.Comparison:
    """Rewrite ``'acc' in logs``."""
    target = old.comparisons[0]
    if not isinstance(target.operator, (cst.In, cst.NotIn)) or not _holds_logs(notes, target.comparator):
        return new
    value = _renamed(new.left)
    if value is not new.left:
        notes.tell(old, _RULE)
    return new.with_changes(left=value)


def _is_other(notes: Notes, receiver: cst.BaseExpression) -> bool:
    path = notes.names.path(receiver)
    return bool(path) or notes.names.is_foreign(receiver)


def _holds_logs(notes: Notes, node: cst.BaseExpression) -> bool:
    """Whether an expression is the logs of a callback, or a history's numbers."""
    if notes.names.own_metric:
        return False
    if isinstance(node, cst.Attribute):
        is_history = node.attr.value == "history" and not notes.names.path(node)
        return is_history and not notes.names.own_history
    if not isinstance(node, cst.Name):
        return False
    return (
        node.value in notes.log_parameters
        or (node.value in notes.names.histories and not notes.names.own_history)
        or (node.value == "logs" and "logs" not in notes.names.defined | set(notes.names.imports))
    )


def _renamed(node: cst.BaseExpression) -> cst.BaseExpression:
    if not isinstance(node, cst.SimpleString) or not isinstance(node.evaluated_value, str):
        return node
    today = METRIC_KEYS.get(node.evaluated_value)
    return node if today is None else cst.SimpleString(f"{node.quote}{today}{node.quote}")


def _key(notes: Notes, old: cst.Call, new: cst.Call, place: int) -> cst.Call:
    value = _renamed(new.args[place].value)
    if value is new.args[place].value or notes.names.own_metric:
        return new
    notes.tell(old.args[min(place, len(old.args) - 1)], _RULE)
    return arguments.with_value(new, place, value)


def _metrics(notes: Notes, old: cst.Call, new: cst.Call) -> cst.Call:
    new = _named(notes, old, new)
    place = arguments.argument(new, "metrics")
    if place is None:
        return new
    value = new.args[place].value
    if isinstance(value, cst.SimpleString):
        notes.tell(old.args[place], "metrics_not_a_list")
        changed: cst.BaseExpression = cst.List([cst.Element(_in_list(notes, old.args[place], value))])
    else:
        changed = _in_list(notes, old.args[place], value)
    return new if changed is value else arguments.with_value(new, place, changed)


def _named(notes: Notes, old: cst.Call, new: cst.Call) -> cst.Call:
    """Give metrics in the third place of compile, and loss weights in the fourth, their names."""
    places = [place for place, arg in enumerate(old.args) if arg.keyword is None and not arg.star]
    if not arguments.is_plain(old) or len(places) not in (3, 4) or not _lists_metrics(old.args[2].value):
        return new
    notes.tell(old.args[2], "metrics_by_place")
    if len(places) == 4:
        new = arguments.renamed(new, 3, "loss_weights")
    return arguments.renamed(new, 2, "metrics")


def _lists_metrics(node: cst.BaseExpression) -> bool:
    """Whether an argument can only be metrics: names or objects, no numbers."""
    if isinstance(node, (cst.List, cst.Tuple)):
        return bool(node.elements) and all(
            isinstance(each.value, (cst.SimpleString, cst.Call)) for each in node.elements
        )
    return isinstance(node, cst.SimpleString)


def _in_list(notes: Notes, place: cst.CSTNode, node: cst.BaseExpression) -> cst.BaseExpression:
    """Return a metric, or a list or dict of them, with today's name; the node itself if there is nothing to change."""
    if isinstance(node, (cst.List, cst.Tuple, cst.Dict)):
        values = [_in_list(notes, place, element.value) for element in node.elements]
        pairs = list(zip(node.elements, values, strict=True))
        if all(value is element.value for element, value in pairs):
            return node
        return node.with_changes(elements=[element.with_changes(value=value) for element, value in pairs])
    value = _renamed(node)
    if value is not node:
        notes.tell(place, _RULE)
    return value


def tell_of_others(notes: Notes, keys: Sequence[cst.SimpleString]) -> None:
    """Tell of texts ``'acc'`` that may or may not name the metric, where the metric itself was renamed.

    Args:
        notes: where it is told.
        keys: all such texts of the original program.
    """
    renamed = {change.line for change in notes.changes if change.rule == _RULE}
    for key in keys if renamed else ():
        if notes.line_of(key) not in renamed:
            notes.tell(key, _RULE, "Does this text name the metric? Then change it here too.", by_hand=True)


def in_assignment(notes: Notes, old: cst.Assign, new: cst.Assign) -> cst.Assign:
    """Rewrite ``METRICS = ['acc']`` where it is given to compile."""
    target = old.targets[0].target
    if not isinstance(target, cst.Name) or target.value not in notes.names.metric_lists:
        return new
    return new.with_changes(value=_in_list(notes, old, new.value))


def _file_name(notes: Notes, old: cst.Call, new: cst.Call) -> cst.Call:
    place = arguments.argument(new, "filepath", 0)
    if place is None or not isinstance(new.args[place].value, cst.SimpleString) or notes.names.own_metric:
        return new
    text = cst.ensure_type(new.args[place].value, cst.SimpleString)
    changed = _IN_FILE_NAME.sub(lambda match: "{" + METRIC_KEYS[match[0][1:]], text.value)
    if changed == text.value:
        return new
    notes.tell(old.args[place], _RULE)
    return arguments.with_value(new, place, cst.SimpleString(changed))
