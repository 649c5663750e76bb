"""The child's side of an answer: any object becomes plain data that :mod:`graders.sandbox.wire` can carry."""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Mapping
from typing import Any

import numpy as np

from graders.sandbox.wire import DTYPES, MAX_DEPTH, MAX_INTEGER_BITS, MAX_NODES, SCALARS, Opaque

MAX_TEXT = 2_000
_MAX_ARRAY_BYTES = 2**30
_MAX_DEPTH = MAX_DEPTH - 8
_SEQUENCES: tuple[type, ...] = (
    list,
    tuple,
    deque,
    range,
    type({}.keys()),
    type({}.values()),
    type({}.items()),
)
_SETS = (set, frozenset)


class TooLargeError(ValueError):
    """An answer has more parts, or more bytes, than can be sent."""


def plain(value: Any) -> Any:
    """Return ``value`` as plain data.

    Tensors and variables become NumPy arrays, NumPy scalars Python numbers, tuples and sets lists (sets sorted by
    ``repr``). Anything else, and whatever is nested too deep or contains itself, becomes an
    :class:`~graders.sandbox.wire.Opaque` with its class name and ``repr``.

    Raises:
        TooLargeError: if it has too many parts.
    """
    return _Encoder().encode(value)


def opaque(value: Any) -> Opaque:
    """Return the name of the class and the bounded ``repr`` of any object, even one whose ``repr`` fails."""
    try:
        text = repr(value)[:MAX_TEXT]
    except Exception as error:
        text = f"its repr() raised {type(error).__name__}"
    return Opaque(type(value).__name__[:200], str.__str__(text))


class _Encoder:
    def __init__(self) -> None:
        self._nodes = 0
        self._open: set[int] = set()

    def encode(self, value: Any, depth: int = 0) -> Any:
        self._nodes += 1
        if self._nodes > MAX_NODES // 4:
            raise TooLargeError("the answer has too many parts; use a NumPy array for many numbers")
        # Never isinstance: an object may lie about its class.
        kind = type(value)
        if value is None or kind in (bool, float):
            return value
        if issubclass(kind, str):
            return str.__str__(value)
        if issubclass(kind, int):
            return int(value) if value.bit_length() <= MAX_INTEGER_BITS else _giant(value)
        if issubclass(kind, float):
            return float(value)
        if issubclass(kind, np.generic):
            return self._numpy_scalar(value, depth)
        if issubclass(kind, np.ndarray):
            return self._array(np.asarray(value), depth)
        if issubclass(kind, (Mapping, *_SEQUENCES, *_SETS)):
            return self._container(value, depth)
        if _is_tensor(value):
            return self._tensor(value, depth)
        return value if kind is Opaque else opaque(value)

    def _container(self, value: Any, depth: int) -> Any:
        if depth >= _MAX_DEPTH or id(value) in self._open:
            return Opaque(type(value).__name__[:200], "… (contains itself, or is nested too deep)")
        self._open.add(id(value))
        try:
            if issubclass(type(value), Mapping):
                return {_key(key): self.encode(item, depth + 1) for key, item in list(value.items())}
            if issubclass(type(value), _SETS):
                value = sorted(value, key=lambda item: opaque(item).text)
            return [self.encode(item, depth + 1) for item in value]
        finally:
            self._open.discard(id(value))

    def _numpy_scalar(self, value: Any, depth: int) -> Any:
        item = value.item()
        if isinstance(item, np.generic) or not isinstance(item, SCALARS):
            return self._array(np.asarray(value), depth)
        return item

    def _array(self, array: np.ndarray, depth: int) -> Any:
        if array.nbytes > _MAX_ARRAY_BYTES:
            raise TooLargeError(f"an array of shape {array.shape} is too large to send")
        if array.dtype.name in DTYPES:
            return array
        if array.dtype.kind in "OU":
            return self.encode(array.tolist(), depth + 1)
        if array.dtype.name in ("bfloat16", "longdouble", "float128"):
            return array.astype(np.float32 if array.dtype.name == "bfloat16" else np.float64)
        return opaque(array)

    def _tensor(self, value: Any, depth: int) -> Any:
        try:
            inside = value.numpy()
        except Exception:  # symbolic tensors have no value
            return opaque(value)
        if isinstance(inside, bytes):
            return inside.decode("utf-8", "replace")
        return self._array(np.asarray(inside), depth)


def _is_tensor(value: Any) -> bool:
    package = str(type(value).__module__).partition(".")[0]
    return (
        package in ("tensorflow", "keras")
        and package in sys.modules
        and callable(getattr(value, "numpy", None))
    )


def _key(key: Any) -> Any:
    if isinstance(key, str):
        return str.__str__(key)
    if isinstance(key, np.generic):
        key = key.item()
    if type(key) in SCALARS and not (type(key) is int and key.bit_length() > MAX_INTEGER_BITS):
        return key
    return opaque(key).text


def _giant(value: int) -> Opaque:
    return Opaque("int", f"an integer of about {int(value.bit_length() * 0.30103)} digits")
