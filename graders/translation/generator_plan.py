"""Which ``ImageDataGenerator`` of a program can be rewritten.

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

_FLOW = "flow_from_directory"
PLACES = (
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
TODAY = {
    **{name: name for name in ("directory", "color_mode", "batch_size", "shuffle", "seed", "subset")},
    **{name: name for name in ("follow_links", "interpolation")},
    "target_size": "image_size",
    "classes": "class_names",
    "class_mode": "label_mode",
    "keep_aspect_ratio": "crop_to_aspect_ratio",
}
_MODES = {"binary": "binary", "categorical": "categorical", "sparse": "int"}


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
        if makes_generator(self.names, node.value):
            self.uses.made[name].append(node.value)
            self._assigned.add(id(node.value))
        elif flow_source(node.value) is not None:
            self.uses.sets[name] = flow_source(node.value) or ""

    def visit_Call(self, node: cst.Call) -> None:
        if makes_generator(self.names, node) and id(node) not in self._assigned:
            self.uses.others.append(node)
        source = flow_source(node)
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


def makes_generator(names: Names, call: cst.Call) -> bool:
    """Whether a call is ``ImageDataGenerator(...)``."""
    return names.keras_name(call.func) == "ImageDataGenerator"


def flow_source(call: cst.Call) -> str | None:
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


def plan_generators(module: cst.Module, names: Names) -> Plan:
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
            known = arg.keyword.value if arg.keyword is not None else PLACES[place]
            if known not in TODAY:
                raise UntranslatableError(f"It stays, since {known} has no counterpart.")
        mode = arguments.argument(call, "class_mode", PLACES.index("class_mode"))
        if mode is not None and label_mode(call.args[mode].value) is None:
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
    parts = [call for call in flows if arguments.argument(call, "subset", PLACES.index("subset")) is not None]
    orders = {_source_of(call, "shuffle") for call in parts} - {"", "True"}
    if orders or len({_source_of(call, "seed") for call in parts}) > 1:
        raise UntranslatableError("It stays, since the parts that a data set is split in would overlap here.")


def _source_of(call: cst.Call, name: str) -> str:
    """Return an argument of ``flow_from_directory`` as it is written; empty if it is not there."""
    place = arguments.argument(call, name, PLACES.index(name))
    return "" if place is None else cst.Module([]).code_for_node(call.args[place].value)


def label_mode(value: cst.BaseExpression) -> str | None:
    """Return today's ``label_mode`` as source, without quotes for None; None if there is no counterpart."""
    if isinstance(value, cst.Name) and value.value == "None":
        return "None"
    text = value.evaluated_value if isinstance(value, cst.SimpleString) else None
    return _MODES.get(text) if isinstance(text, str) else None
