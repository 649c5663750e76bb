"""A stack of layers that a learner builds: what may be in it, and how it is written in the address."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

MOST_LAYERS = 10
KINDS = {"conv": "Conv2D", "pool": "MaxPooling2D", "flatten": "Flatten", "dense": "Dense"}
# What a layer has, its smallest and its largest value.
SIZES: dict[str, dict[str, tuple[int, int]]] = {
    "conv": {"filters": (1, 64), "kernel_size": (1, 9)},
    "pool": {"pool_size": (2, 4)},
    "flatten": {},
    "dense": {"units": (1, 512)},
}
ACTIVATIONS: dict[str, tuple[str, ...]] = {
    "conv": ("relu", "linear"),
    "pool": (),
    "flatten": (),
    "dense": ("relu", "softmax", "linear"),
}
_TEXT_LENGTH = 400  # characters of the address that are read at most
_PART = re.compile(r"(conv|pool|flatten|dense)(\d{1,3}(?:x\d{1,2})?)?(?:-([a-z]+))?")


class StackError(ValueError):
    """This is no stack of layers; the message is one sentence for a person."""


@dataclass(frozen=True)
class StackLayer:
    """One layer of a stack.

    Args:
        kind: a key of :data:`KINDS`.
        sizes: the values of ``SIZES[kind]``, in that order, for example filters and kernel size.
        activation: one of ``ACTIVATIONS[kind]``; empty for a layer that has none.

    Raises:
        StackError: if it is no layer that a stack may have.
    """

    kind: str
    sizes: tuple[int, ...] = ()
    activation: str = ""

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise StackError(f"A layer must be one of {', '.join(KINDS)}; received {self.kind[:40]!r}.")
        limits = SIZES[self.kind]
        if len(self.sizes) != len(limits):
            raise StackError(f"{self.class_name} takes {_named(self.kind)}; received {list(self.sizes)}.")
        for (name, (low, high)), value in zip(limits.items(), self.sizes, strict=True):
            if not low <= value <= high:
                raise StackError(
                    f"{name} of {self.class_name} must be from {low} to {high}; received {value}."
                )
        if self.activation not in (ACTIVATIONS[self.kind] or ("",)):
            allowed = " or ".join(ACTIVATIONS[self.kind]) or "none"
            raise StackError(
                f"The activation of {self.class_name} must be {allowed}; received {self.activation[:40]!r}."
            )

    @property
    def class_name(self) -> str:
        """Its class in ``keras.layers``."""
        return KINDS[self.kind]

    def text(self) -> str:
        """Return the layer as the address holds it, for example ``"conv64x3-relu"``."""
        sizes = "x".join(map(str, self.sizes))
        return f"{self.kind}{sizes}" + (f"-{self.activation}" if self.activation else "")


Stack = tuple[StackLayer, ...]
# What a layer begins with when it is added.
NEW_LAYERS = {
    "conv": StackLayer("conv", (16, 3), "relu"),
    "pool": StackLayer("pool", (2,)),
    "flatten": StackLayer("flatten"),
    "dense": StackLayer("dense", (64,), "relu"),
}
# The notes' model first; it is also the default of ``TrainingConfig.stack``.
PRESETS = {
    "The notes' model": (
        "conv64x3-relu,pool2,conv64x3-relu,pool2,flatten,dense128-relu,dense10-softmax"
    ),
    "One convolution": "conv16x3-relu,pool2,flatten,dense64-relu,dense10-softmax",
    "Dense only": "flatten,dense128-relu,dense10-softmax",
}  # fmt: skip
NOTES_STACK = PRESETS["The notes' model"]


def stack_from_text(text: str) -> Stack:
    """Read what :func:`stack_to_text` wrote; an empty text is the stack without layers.

    Raises:
        StackError: if the text is no stack of at most :data:`MOST_LAYERS` layers.
    """
    if not isinstance(text, str) or len(text) > _TEXT_LENGTH:
        raise StackError(f"A stack must be a text of at most {_TEXT_LENGTH} characters.")
    parts = [part for part in text.split(",") if part]
    if len(parts) > MOST_LAYERS:
        raise StackError(f"A stack must have at most {MOST_LAYERS} layers; received {len(parts)}.")
    return tuple(_layer(part) for part in parts)


def stack_to_text(stack: Sequence[StackLayer]) -> str:
    """Write a stack for the address, for example ``"flatten,dense10-softmax"``."""
    return ",".join(layer.text() for layer in stack)


def _layer(part: str) -> StackLayer:
    found = _PART.fullmatch(part)
    if found is None:
        raise StackError(
            f"A layer must be written like conv16x3-relu, pool2, flatten or dense10-softmax; received {part[:40]!r}."
        )
    kind, sizes, activation = found.groups()
    return StackLayer(kind, tuple(map(int, sizes.split("x"))) if sizes else (), activation or "")


def _named(kind: str) -> str:
    return " and ".join(SIZES[kind]) or "no number"
