"""``ImageDataGenerator`` to ``image_dataset_from_directory`` and preprocessing layers.

A generator is only rewritten as a whole, when each of its arguments and each use of it has a counterpart; otherwise it
is left as it is, since it still runs, and the reason is told.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

import libcst as cst

from graders.translation import arguments
from graders.translation.generator_layers import UntranslatableError, layers_of
from graders.translation.names import Names
from graders.translation.notes import Notes

_RULE = "image_data_generator"
_FLOW = "flow_from_directory"
_PLACES = (
    *("directory", "target_size", "color_mode", "classes", "class_mode", "batch_size", "shuffle", "seed"),
    *(
        "save_to_dir",
        "save_prefix",
        "save_format",
        "follow_links",
        "subset",
        "interpolation",
        "keep_aspect_ratio",
    ),
)
_TODAY = {
    **{name: name for name in ("directory", "color_mode", "batch_size", "shuffle", "seed", "subset")},
    **{name: name for name in ("follow_links", "interpolation")},
    "target_size": "image_size",
    "classes": "class_names",
    "class_mode": "label_mode",
    "keep_aspect_ratio": "crop_to_aspect_ratio",
}
_MODES = {"binary": "binary", "categorical": "categorical", "sparse": "int"}
_STEPS = ("steps_per_epoch", "validation_steps", "steps")


@dataclass
class Uses:
    """How a program uses its generators.

    Args:
        made: names to the calls of ``ImageDataGenerator`` they were assigned.
        flows: names to the calls of ``flow_from_directory`` on them.
        loads: how often each name occurs where it is not assigned.
        sets: names that a call of ``flow_from_directory`` is assigned to, to the generator's name.
        attributes: the attributes asked of each name; an empty one stands for square brackets.
        loops: names that a for loop goes over.
        others: calls of ``ImageDataGenerator`` that are assigned to no name.
    """

    made: dict[str, list[cst.Call]] = field(default_factory=lambda: defaultdict(list))
    flows: dict[str, list[cst.Call]] = field(default_factory=lambda: defaultdict(list))
    loads: Counter[str] = field(default_factory=Counter)
    sets: dict[str, str] = field(default_factory=dict)
    attributes: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    loops: set[str] = field(default_factory=set)
    others: list[cst.Call] = field(default_factory=list)


class _Reader(cst.CSTVisitor):
    def __init__(self, names: Names) -> None:
        self.names = names
        self.uses = Uses()
        self._assigned: set[int] = set()

    def visit_Assign(self, node: cst.Assign) -> None:
        if len(node.targets) != 1 or not isinstance(node.targets[0].target, cst.Name):
            return
        name = node.targets[0].target.value
        self.uses.loads[name] -= 1  # the target itself is visited as a name
        if not isinstance(node.value, cst.Call):
            return
        if _makes_generator(self.names, node.value):
            self.uses.made[name].append(node.value)
            self._assigned.add(id(node.value))
        elif _flows(node.value) is not None:
            self.uses.sets[name] = _flows(node.value) or ""

    def visit_Call(self, node: cst.Call) -> None:
        if _makes_generator(self.names, node) and id(node) not in self._assigned:
            self.uses.others.append(node)
        source = _flows(node)
        if source is not None:
            self.uses.flows[source].append(node)

    def visit_Attribute(self, node: cst.Attribute) -> None:
        if isinstance(node.value, cst.Name):
            self.uses.attributes[node.value.value].add(node.attr.value)

    def visit_Subscript(self, node: cst.Subscript) -> None:
        if isinstance(node.value, cst.Name):
            self.uses.attributes[node.value.value].add("")

    def visit_For(self, node: cst.For) -> None:
        if isinstance(node.iter, cst.Name):
            self.uses.loops.add(node.iter.value)

    def visit_Arg_keyword(self, node: cst.Arg) -> None:
        if node.keyword is not None:
            self.uses.loads[node.keyword.value] -= 1  # a keyword is no use of the name

    def visit_Name(self, node: cst.Name) -> None:
        self.uses.loads[node.value] += 1


def _makes_generator(names: Names, call: cst.Call) -> bool:
    return names.keras_name(call.func) == "ImageDataGenerator"


def _flows(call: cst.Call) -> str | None:
    """Return the name in ``name.flow_from_directory(...)``."""
    func = call.func
    if isinstance(func, cst.Attribute) and func.attr.value == _FLOW and isinstance(func.value, cst.Name):
        return func.value.value
    return None


@dataclass(frozen=True)
class Plan:
    """What is done with a program's generators.

    Args:
        layers: for each generator that is rewritten, by name, whether its layers are random.
        sets: names of the data sets that come of them.
        splits: for each generator that has one, its ``validation_split``.
        reasons: for each call that is left as it is, why.
        complete: whether the program is left without any ``ImageDataGenerator``.
    """

    layers: Mapping[str, bool]
    sets: frozenset[str]
    splits: Mapping[str, str]
    reasons: Mapping[int, str]
    complete: bool


def plan(module: cst.Module, names: Names) -> Plan:
    """Decide which generators of a program can be rewritten."""
    reader = _Reader(names)
    module.visit(reader)
    uses, layers, splits, reasons = reader.uses, dict[str, bool](), dict[str, str](), dict[int, str]()
    for name, calls in uses.made.items():
        try:
            random = [layers_of(call) for call in calls]
            _refuse_uses(uses, name)
        except UntranslatableError as error:
            reasons.update({id(call): str(error) for call in calls})
            continue
        layers[name] = any(each.random for each in random)
        split = next((each.validation_split for each in random if each.validation_split), "")
        splits |= {name: split} if split else {}
    reasons.update({id(call): "It stays, since it has no name of its own here." for call in uses.others})
    sets = frozenset(name for name, source in uses.sets.items() if source in layers)
    return Plan(layers, sets, splits, reasons, bool(layers) and not reasons)


def _refuse_uses(uses: Uses, name: str) -> None:
    """Refuse a generator of which a use has no counterpart.

    Raises:
        UntranslatableError: with the reason.
    """
    flows = uses.flows[name]
    if not flows or uses.loads[name] != len(flows):
        raise UntranslatableError(f"It stays, since {name} is used for more than flow_from_directory here.")
    for call in flows:
        if not arguments.is_plain(call):
            raise UntranslatableError("It stays, since flow_from_directory has *arguments here.")
        for place, arg in enumerate(call.args):
            known = arg.keyword.value if arg.keyword is not None else _PLACES[place]
            if known not in _TODAY:
                raise UntranslatableError(f"It stays, since {known} has no counterpart.")
        mode = arguments.argument(call, "class_mode", _PLACES.index("class_mode"))
        if mode is not None and _mode(call.args[mode].value) is None:
            raise UntranslatableError("It stays, since this class_mode has no counterpart.")
    _refuse_overlap(flows)
    for set_name, source in uses.sets.items():
        if source == name:
            asked = uses.attributes[set_name] - {"next"}
            if asked:
                what = f".{sorted(asked)[-1]}" if any(asked) else "[...]"
                raise UntranslatableError(
                    f"It stays, since {set_name}{what} is asked for, which a data set does not have."
                )
            if set_name in uses.loops:
                raise UntranslatableError(f"It stays, since a loop goes over {set_name}, which would end.")


def _refuse_overlap(flows: list[cst.Call]) -> None:
    """Refuse subsets that a data set would split in another way: it shuffles all files before it splits them.

    Raises:
        UntranslatableError: if they are shuffled in different ways, or not at all.
    """
    parts = [
        call for call in flows if arguments.argument(call, "subset", _PLACES.index("subset")) is not None
    ]
    orders = {_source_of(call, "shuffle") for call in parts} - {"", "True"}
    if orders or len({_source_of(call, "seed") for call in parts}) > 1:
        raise UntranslatableError("It stays, since the parts that a data set is split in would overlap here.")


def _source_of(call: cst.Call, name: str) -> str:
    """Return an argument of ``flow_from_directory`` as it is written; empty if it is not there."""
    place = arguments.argument(call, name, _PLACES.index(name))
    return "" if place is None else cst.Module([]).code_for_node(call.args[place].value)


def _mode(value: cst.BaseExpression) -> str | None:
    """Return today's ``label_mode`` as source, without quotes for None; None if there is no counterpart."""
    if isinstance(value, cst.Name) and value.value == "None":
        return "None"
    text = value.evaluated_value if isinstance(value, cst.SimpleString) else None
    return _MODES.get(text) if isinstance(text, str) else None


def in_call(notes: Notes, plan: Plan, old: cst.Call, new: cst.Call) -> cst.BaseExpression:
    """Rewrite the making of a generator, its flow, and what goes on with the data set."""
    if id(old) in plan.reasons:
        notes.tell(old, _RULE, plan.reasons[id(old)], by_hand=True)
        return new
    source = _flows(old)
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
    if not _makes_generator(notes.names, old.value):
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
        name = arg.keyword.value if arg.keyword is not None else _PLACES[place]
        if name == "class_mode":
            mode = _mode(arg.value) or mode
            call = arguments.with_value(call, place, cst.Name("None") if mode == "None" else notes.text(mode))
        if place > 0 or arg.keyword is not None:
            call = arguments.renamed(call, place, _TODAY[name])
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
