"""Values as a learner would want to read them, bounded in length."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graders.sandbox import Opaque

MAX_READABLE = 600
_MAX_ITEMS = 12
_MAX_DEPTH = 6
_WHOLE_ARRAY = 12  # numbers; a larger array is shown by its shape, its range and its first values


def readable(value: Any) -> str:
    """Return ``value`` as text.

    Text is as it is; inside of something else it is in quotation marks. Floats have four significant digits. A small
    array is shown whole, a larger one by its shape, type, smallest and largest value, and its beginning. What a
    learner's code answered that is no plain data is shown by its class.
    """
    text = value if isinstance(value, str) else _shown(value, 0)
    return text if len(text) <= MAX_READABLE else text[:MAX_READABLE] + " …"


def _shown(value: Any, depth: int) -> str:
    if depth > _MAX_DEPTH:
        return "…"
    match value:
        case str():
            return repr(value[:MAX_READABLE])
        case Opaque():
            return _opaque(value)
        case np.ndarray():
            return _array(value)
        case bool() | None:
            return repr(value)
        case float():
            return _number(value)
        case int():
            return repr(value) if value.bit_length() < 100 else _giant(value)
        case Mapping():
            pairs = [
                f"{_shown(key, depth + 1)}: {_shown(item, depth + 1)}" for key, item in _first(value.items())
            ]
            return f"{{{_joined(pairs, len(value))}}}"
        case list() | tuple():
            items = [_shown(item, depth + 1) for item in _first(value)]
            return f"[{_joined(items, len(value))}]"
    return repr(value)


def _first(items: Any) -> list[Any]:
    return [item for item, _ in zip(items, range(_MAX_ITEMS), strict=False)]


def _joined(shown: list[str], count: int) -> str:
    return ", ".join(shown) + (f", … ({count} in all)" if count > len(shown) else "")


def _number(value: float) -> str:
    if math.isnan(value):
        return "nan (not a number)"
    return f"{value:.4g}"


def _giant(value: int) -> str:
    return f"a whole number of about {int(value.bit_length() * math.log10(2)) + 1} digits"


def _opaque(value: Opaque) -> str:
    if not value.text or value.text.startswith("<"):  # a repr such as <Sequential name=...> says no more
        return f"an object of class {value.type_name}"
    return f"{value.type_name}: {value.text}"


def _array(array: NDArray[Any]) -> str:
    kind = f"array of shape {array.shape}, {array.dtype}"
    if array.size == 0:
        return f"an empty {kind}"
    if array.size <= _WHOLE_ARRAY:
        return f"{kind}: {_values(array)}"
    return f"{kind}, {_range(array)}: {_beginning(array)}"


def _values(array: NDArray[Any]) -> str:
    text = np.array2string(array, precision=4, separator=", ")
    return " ".join(text.split())


def _range(array: NDArray[Any]) -> str:
    if array.dtype.kind == "b":
        return f"{int(array.sum())} of {array.size} true"
    if array.dtype.kind not in "iuf":
        return f"{array.size} values"
    finite = array[np.isfinite(array)]
    odd = array.size - finite.size
    told = f", {odd} of them nan or infinite" if odd else ""
    if not finite.size:
        return f"all {array.size} values nan or infinite"
    return f"values from {_number(float(finite.min()))} to {_number(float(finite.max()))}{told}"


def _beginning(array: NDArray[Any]) -> str:
    return f"{_values(array.ravel()[:6])[:-1]}, …]"
