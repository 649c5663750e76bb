"""``input_shape=`` of a first layer to an ``Input`` of its own."""

from __future__ import annotations

import libcst as cst

from graders.old_names import today
from graders.translation import arguments
from graders.translation.names import LAYERS, dotted
from graders.translation.notes import Notes

_RULE = "argument_input_shape"
_SHAPES = ("input_shape", "batch_input_shape", "input_dim")


def input_layer(notes: Notes, old: cst.Call, new: cst.Call) -> cst.Call:
    """Rewrite ``InputLayer(input_shape=...)``."""
    if notes.names.keras_name(old.func) != "InputLayer":
        return new
    for name in ("input_shape", "batch_input_shape"):
        place = arguments.argument(new, name)
        if place is not None:
            notes.tell(old.args[place], _RULE)
            new = arguments.renamed(new, place, name.replace("input_", ""))
    return new


def in_sequential(notes: Notes, old: cst.Call, new: cst.Call) -> cst.Call:
    """Put an ``Input`` before the first layer in ``Sequential([...])``."""
    if notes.names.keras_name(old.func) != "Sequential":
        return new
    place = arguments.argument(old, "layers", 0)
    if place is None or not isinstance(old.args[place].value, cst.List):
        return new
    elements = cst.ensure_type(old.args[place].value, cst.List).elements
    if not elements or not isinstance(elements[0].value, cst.Call):
        return new
    found = _shape(notes, elements[0].value)
    if found is None:
        return new
    layers = cst.ensure_type(new.args[place].value, cst.List)
    first = layers.elements[0]
    layer = _without_shape(cst.ensure_type(first.value, cst.Call), found)
    break_or_space = arguments.without_comments(layers.lbracket.whitespace_after)
    if not isinstance(break_or_space, cst.ParenthesizedWhitespace):
        break_or_space = cst.SimpleWhitespace(" ")
    before = cst.Element(
        _input(notes, elements[0].value, found), comma=cst.Comma(whitespace_after=break_or_space)
    )
    notes.tell(elements[0].value.args[found], _RULE)
    changed = layers.with_changes(elements=[before, first.with_changes(value=layer), *layers.elements[1:]])
    return arguments.with_value(new, place, changed)


def in_add(
    notes: Notes, old: cst.SimpleStatementLine, new: cst.SimpleStatementLine
) -> list[cst.SimpleStatementLine] | None:
    """Return the two statements that stand for ``model.add(Dense(8, input_shape=...))``, or None."""
    call = _added(old)
    if call is None:
        return None
    layer = cst.ensure_type(call.args[0].value, cst.Call)
    found = _shape(notes, layer)
    if found is None or id(call) not in notes.names.first_adds:
        return None
    changed = cst.ensure_type(cst.ensure_type(new.body[0], cst.Expr).value, cst.Call)
    rest = arguments.with_value(
        changed, 0, _without_shape(cst.ensure_type(changed.args[0].value, cst.Call), found)
    )
    first = arguments.with_value(
        changed.with_changes(args=[cst.Arg(cst.Name("x"))], whitespace_before_args=cst.SimpleWhitespace("")),
        0,
        _input(notes, layer, found),
    )
    notes.tell(layer.args[found], _RULE)
    lead = cst.SimpleStatementLine([cst.Expr(first)], leading_lines=new.leading_lines)
    return [lead, new.with_changes(body=[cst.Expr(rest)], leading_lines=[])]


def _added(line: cst.SimpleStatementLine) -> cst.Call | None:
    """Return the call of ``model.add(Layer(...))`` if that is the whole line."""
    if len(line.body) != 1 or not isinstance(line.body[0], cst.Expr):
        return None
    call = line.body[0].value
    if not isinstance(call, cst.Call) or not isinstance(call.func, cst.Attribute) or len(call.args) != 1:
        return None
    return call if call.func.attr.value == "add" and isinstance(call.args[0].value, cst.Call) else None


def _shape(notes: Notes, layer: cst.Call) -> int | None:
    """Return the place of the argument that says the shape of a layer's input."""
    if notes.names.keras_name(layer.func) not in LAYERS or not arguments.is_plain(layer):
        return None
    found = [place for name in _SHAPES if (place := arguments.argument(layer, name)) is not None]
    return found[0] if len(found) == 1 else None


def _without_shape(layer: cst.Call, place: int) -> cst.Call:
    name = layer.args[place].keyword
    # Other rules may have moved it: look for it by its name.
    index = arguments.argument(layer, name.value) if name is not None else None
    return layer if index is None else arguments.removed(layer, index)


def _input(notes: Notes, layer: cst.Call, place: int) -> cst.Call:
    arg = layer.args[place]
    name = cst.ensure_type(arg.keyword, cst.Name).value
    shape = arg.value
    if isinstance(shape, cst.List):
        shape = cst.Tuple([cst.Element(each.value) for each in shape.elements])
        if len(shape.elements) == 1:
            shape = shape.with_changes(elements=[shape.elements[0].with_changes(comma=cst.Comma())])
    if name == "input_dim":
        shape = cst.Tuple([cst.Element(shape, comma=cst.Comma())])
    call = cst.Call(cst.parse_expression(_callee(notes, layer.func)), [cst.Arg(shape)])
    return arguments.renamed(call, 0, "batch_shape" if name == "batch_input_shape" else "shape")


def _callee(notes: Notes, layer: cst.BaseExpression) -> str:
    """Return how this program writes ``Input``, after how it writes the layer."""
    written = dotted(layer)
    owner = written.rpartition(".")[0]
    if owner:
        keras, _, last = owner.rpartition(".")
        return f"{keras}.Input" if keras and last == "layers" else f"{owner}.Input"
    if any("keras" in module for module in notes.names.stars):
        return "Input"
    source = today(notes.names.imports.get(written, "").rpartition(".")[0])
    if source and not (set(notes.names.imports) | notes.names.defined) & {"Input"}:
        notes.wanted.add(
            f"from {source if source.endswith('.layers') else 'tensorflow.keras.layers'} import Input"
        )
    return "Input"
