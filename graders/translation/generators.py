"""``ImageDataGenerator`` to ``image_dataset_from_directory`` and preprocessing layers."""

from __future__ import annotations

import libcst as cst

from graders.translation import arguments
from graders.translation.generator_layers import layers_of
from graders.translation.generator_plan import (
    PLACES,
    TODAY,
    Plan,
    flow_source,
    label_mode,
    makes_generator,
)
from graders.translation.notes import Notes

_RULE = "image_data_generator"
_STEPS = ("steps_per_epoch", "validation_steps", "steps")


def in_call(notes: Notes, plan: Plan, old: cst.Call, new: cst.Call) -> cst.BaseExpression:
    """Rewrite the making of a generator, its flow, and what goes on with the data set."""
    if id(old) in plan.reasons:
        notes.tell(old, _RULE, plan.reasons[id(old)], by_hand=True)
        return new
    source = flow_source(old)
    if source in plan.layers:
        notes.tell(old, _RULE)
        return _data_set(notes, plan, source or "", new)
    if (
        isinstance(old.func, cst.Attribute)
        and _is_set(plan, old.func.value)
        and old.func.attr.value == "next"
    ):
        notes.tell(old, _RULE)
        return _next(cst.ensure_type(new.func, cst.Attribute).value)
    is_next = isinstance(old.func, cst.Name) and old.func.value == "next" and len(old.args) == 1
    if is_next and _is_set(plan, old.args[0].value):
        notes.tell(old, _RULE)
        return _next(new.args[0].value)
    return _without_steps(notes, plan, old, new)


def made(notes: Notes, plan: Plan, old: cst.Assign, new: cst.Assign) -> cst.Assign:
    """Rewrite ``name = ImageDataGenerator(...)`` as a layer, or a Sequential of layers."""
    target = old.targets[0].target
    if (
        not isinstance(target, cst.Name)
        or target.value not in plan.layers
        or not isinstance(old.value, cst.Call)
    ):
        return new
    if not makes_generator(notes.names, old.value):
        return new
    found = layers_of(old.value)
    keras = notes.tensorflow_keras()
    layers = [f"{keras}.layers.{each}".replace("'", notes.quote) for each in found.layers]
    indent = " " * notes.column_of(old)
    if len(layers) == 1:
        source = layers[0]
    else:
        lines = "".join(f"\n{indent}    {each}," for each in layers)
        source = f"{keras}.Sequential([{lines}\n{indent}])"
    notes.tell(old, _RULE, found.remark)
    return new.with_changes(value=cst.parse_expression(source))


def _is_set(plan: Plan, node: cst.BaseExpression) -> bool:
    return isinstance(node, cst.Name) and node.value in plan.sets


def _next(node: cst.BaseExpression) -> cst.Call:
    inner = cst.Call(cst.Name("iter"), [cst.Arg(node)])
    return cst.Call(cst.Name("next"), [cst.Arg(inner)])


def _data_set(notes: Notes, plan: Plan, source: str, call: cst.Call) -> cst.Call:
    mode = "categorical"
    # From the last: before a keyword there may be arguments without one, after it not.
    for place, arg in reversed(list(enumerate(call.args))):
        name = arg.keyword.value if arg.keyword is not None else PLACES[place]
        if name == "class_mode":
            mode = label_mode(arg.value) or mode
            call = arguments.with_value(call, place, cst.Name("None") if mode == "None" else notes.text(mode))
        if place > 0 or arg.keyword is not None:
            call = arguments.renamed(call, place, TODAY[name])
    if arguments.argument(call, "label_mode") is None:
        call = arguments.added(call, "label_mode", f"{notes.quote}{mode}{notes.quote}")
    if source in plan.splits and arguments.argument(call, "subset") is not None:
        call = arguments.added(call, "validation_split", plan.splits[source])
        if arguments.argument(call, "seed") is None:
            call = arguments.added(call, "seed", "42")
    call = call.with_changes(
        func=cst.parse_expression(f"{notes.tensorflow_keras()}.utils.image_dataset_from_directory")
    )
    training = ", training=True" if plan.layers[source] else ""
    images = f"{source}(images{training})"
    step = f"lambda images: {images}" if mode == "None" else f"lambda images, labels: ({images}, labels)"
    return cst.Call(cst.Attribute(call, cst.Name("map")), [cst.Arg(cst.parse_expression(step))])


def _without_steps(notes: Notes, plan: Plan, old: cst.Call, new: cst.Call) -> cst.Call:
    """Leave out how many batches an epoch has where a data set is given to fit, evaluate or predict."""
    if not isinstance(old.func, cst.Attribute) or old.func.attr.value.partition("_")[0] not in (
        *("fit", "evaluate", "predict"),
    ):
        return new
    places = {
        "steps_per_epoch": ("x", "generator"),
        "steps": ("x", "generator"),
        "validation_steps": ("validation_data",),
    }
    for name in _STEPS:
        index = arguments.argument(new, name)
        if index is None:
            continue
        given = [arguments.argument(old, each, 0 if each == "x" else None) for each in places[name]]
        if any(each is not None and _is_set(plan, old.args[each].value) for each in given):
            found = arguments.argument(old, name)
            notes.tell(old if found is None else old.args[found], "steps_of_data_set")
            new = arguments.removed(new, index)
    return new
