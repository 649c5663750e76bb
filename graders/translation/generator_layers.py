"""The preprocessing layers that do what the arguments of an ``ImageDataGenerator`` say."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass

import libcst as cst

_DEGREES = 57.3  # of a radian
_CHANGING = ("rotation_range", "width_shift_range", "height_shift_range", "shear_range", "zoom_range")
_KNOWN = {
    *_CHANGING,
    *("rescale", "horizontal_flip", "vertical_flip", "fill_mode", "validation_split"),
}


class UntranslatableError(ValueError):
    """A generator has no counterpart; the message is the reason, one sentence for a learner."""


@dataclass(frozen=True)
class Layers:
    """What stands for a generator.

    Args:
        layers: calls of layers, without the module's name; at least one. Strings are in single quotes.
        random: whether a layer changes pictures at random.
        validation_split: its value as source, or empty.
        remark: a sentence on what is different now, or empty.
    """

    layers: tuple[str, ...]
    random: bool
    validation_split: str
    remark: str


def layers_of(call: cst.Call) -> Layers:
    """Return the layers for ``ImageDataGenerator(...)``.

    Raises:
        UntranslatableError: if an argument has no counterpart.
    """
    given = _given(call)
    values = {name: _number(given, name) for name in _CHANGING}
    fill = f"fill_mode={_text(given, 'fill_mode', 'nearest')!r}"
    layers = [f"Rescaling({_source(given['rescale'])})"] if "rescale" in given else []
    first_random = len(layers)
    flips = [name for name in ("horizontal", "vertical") if _truth(given, f"{name}_flip")]
    if flips:
        layers.append(f"RandomFlip({'_and_'.join(flips)!r})")
    if values["rotation_range"]:
        layers.append(f"RandomRotation({_source(given['rotation_range'])} / 360, {fill})")
    shifts = [values["height_shift_range"], values["width_shift_range"]]
    if any(shift >= 1 for shift in shifts):
        raise UntranslatableError(
            "It stays, since its shift counts pixels, and a layer takes shares of the picture."
        )
    if any(shifts):
        layers.append(f"RandomTranslation({shifts[0]:g}, {shifts[1]:g}, {fill})")
    remark = ""
    if values["shear_range"] >= 1:
        layers.append(f"RandomShear({_source(given['shear_range'])} / {_DEGREES}, {fill})")
    elif values["shear_range"]:
        remark = (
            "shear_range counts degrees: less than one moved nothing that can be seen, so it is left out."
        )
    if values["zoom_range"]:
        layers.append(f"RandomZoom({_source(given['zoom_range'])}, {fill})")
    random = len(layers) > first_random
    split = _source(given["validation_split"]) if "validation_split" in given else ""
    return Layers(tuple(layers) or ("Identity()",), random, split, remark)


def _given(call: cst.Call) -> dict[str, cst.BaseExpression]:
    given: dict[str, cst.BaseExpression] = {}
    for arg in call.args:
        if arg.star or arg.keyword is None:
            raise UntranslatableError("It stays, since it has arguments without a name.")
        name = arg.keyword.value
        if name not in _KNOWN:
            raise UntranslatableError(f"It stays, since no layer does quite what {name} does.")
        given[name] = arg.value
    return given


def _source(node: cst.BaseExpression) -> str:
    return cst.Module([]).code_for_node(node)


def _literal(given: Mapping[str, cst.BaseExpression], name: str, default: object) -> object:
    if name not in given:
        return default
    try:
        return ast.literal_eval(_source(given[name]))
    except (ValueError, SyntaxError):
        raise UntranslatableError(f"It stays, since the value of {name} is not written out here.") from None


def _number(given: Mapping[str, cst.BaseExpression], name: str) -> float:
    value = _literal(given, name, 0)
    if isinstance(value, bool) or not isinstance(value, (int, float)) or value < 0:
        raise UntranslatableError(f"It stays, since {name} is not one number here.")
    return float(value)


def _truth(given: Mapping[str, cst.BaseExpression], name: str) -> bool:
    return bool(_literal(given, name, False))


def _text(given: Mapping[str, cst.BaseExpression], name: str, default: str) -> str:
    value = _literal(given, name, default)
    if value not in ("constant", "nearest", "reflect", "wrap"):
        raise UntranslatableError(f"It stays, since a layer has no such {name}.")
    return str(value)
