"""The wire format between judge and child: frames of JSON and raw arrays, never pickle.

A frame is ``magic (4 bytes), header length (u32), body length (u64), header, body``, integers little-endian.
The header is ASCII JSON ``{"id", "kind", "payload", "arrays": [{"dtype", "shape"}]}``; the body holds the
arrays one after another, C order, little-endian.

In the payload a mapping with one key that starts with a single ``$`` stands for something JSON lacks:
``{"$array": i}`` is the i-th array, ``{"$pairs": [[k, v], ...]}`` a mapping whose keys are not all strings, and
``{"$object": {"type", "repr"}}`` an :class:`Opaque`. A string key that itself starts with ``$`` gets a second one.
Each array stands in one place only. Of two equal keys the last one counts.

Both sides use this module; the judge reads with it what hostile code may have written.
"""

from __future__ import annotations

import json
import math
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from graders.sandbox.errors import ProtocolError

MAGIC = b"TfQ1"
PREFIX = struct.Struct("<4sIQ")
MAX_HEADER_BYTES = 8 * 2**20
MAX_NODES = 1_000_000
MAX_DEPTH = 64
MAX_ARRAYS = 10_000
MAX_DIMENSIONS = 32
# An array without elements costs its sender nothing, whatever its shape says; who walks along it pays.
MAX_EMPTY_ELEMENTS = 2**24
# So that every whole number that arrives can become a float.
MAX_INTEGER_BITS = 1_023
MAX_OPAQUE_CHARACTERS = 4_000
DTYPES = frozenset(
    [
        "bool",
        "int8",
        "int16",
        "int32",
        "int64",
        "uint8",
        "uint16",
        "uint32",
        "uint64",
        "float16",
        "float32",
        "float64",
    ]
)
SCALARS = (type(None), bool, int, float, str)

# Bound now, so that learner code which patches the json module does not break its own answers.
_to_json = json.JSONEncoder(ensure_ascii=True, check_circular=False, separators=(",", ":")).encode
_from_json = json.JSONDecoder().decode


@dataclass(frozen=True)
class Opaque:
    """Stands for an object that plain data cannot carry, such as a model.

    Args:
        type_name: the name of its class.
        text: its ``repr``, bounded.
    """

    type_name: str
    text: str


@dataclass(frozen=True)
class Message:
    """One frame's content.

    Args:
        id: number of the question that this asks or answers.
        kind: what the payload is, e.g. ``answer``.
        payload: plain data: None, bool, int, float, str, list, dict, NumPy arrays, :class:`Opaque`, nested.
    """

    id: int
    kind: str
    payload: Any


def encode(message: Message) -> bytes:
    """Return the frame of ``message``.

    Raises:
        TypeError: if the payload holds something other than plain data.
        ValueError: if it is nested too deep or its JSON part is too large.
    """
    arrays: list[np.ndarray] = []
    payload = _to_wire(message.payload, arrays, 0)
    table = [{"dtype": array.dtype.name, "shape": list(array.shape)} for array in arrays]
    header = _to_json({"id": message.id, "kind": message.kind, "payload": payload, "arrays": table}).encode(
        "ascii"
    )
    if len(header) > MAX_HEADER_BYTES or _nodes(header) > MAX_NODES or len(arrays) > MAX_ARRAYS:
        raise ValueError("the data is too large to send as JSON; use a NumPy array for many numbers")
    bodies = [array.tobytes() for array in arrays]
    return b"".join([PREFIX.pack(MAGIC, len(header), sum(map(len, bodies))), header, *bodies])


def frame_length(buffer: bytes | bytearray, max_bytes: int) -> int | None:
    """Return how long the frame at the start of ``buffer`` is, or None if too few bytes have come to tell.

    Raises:
        ProtocolError: if these bytes start no frame, or one of more than ``max_bytes``.
    """
    if not MAGIC.startswith(bytes(buffer[:4])):
        raise ProtocolError("the answer does not start as a frame does")
    if len(buffer) < PREFIX.size:
        return None
    _, header_bytes, body_bytes = PREFIX.unpack_from(buffer)
    if header_bytes > MAX_HEADER_BYTES or header_bytes + body_bytes > max_bytes:
        raise ProtocolError(
            f"the answer is too large: {header_bytes + body_bytes} bytes where {max_bytes} are allowed"
        )
    return PREFIX.size + int(header_bytes) + int(body_bytes)


def decode(frame: bytes | bytearray) -> Message:
    """Read one whole frame, trusting nothing in it.

    Raises:
        ProtocolError: whatever is wrong with it; nothing else is ever raised.
    """
    try:
        return _decode(bytes(frame))
    except ProtocolError:
        raise
    except (
        ValueError,
        TypeError,
        KeyError,
        RecursionError,
        OverflowError,
        MemoryError,
        struct.error,
    ) as error:
        raise ProtocolError(f"the answer is malformed ({type(error).__name__})") from None


def _decode(frame: bytes) -> Message:
    magic, header_bytes, body_bytes = PREFIX.unpack_from(frame)
    if (
        magic != MAGIC
        or len(frame) != PREFIX.size + header_bytes + body_bytes
        or header_bytes > MAX_HEADER_BYTES
    ):
        raise ProtocolError("the answer's length is not what it says")
    raw_header = frame[PREFIX.size : PREFIX.size + header_bytes]
    # JSON grows about twentyfold when it is read, so its parts are counted first.
    if _nodes(raw_header) > MAX_NODES:
        raise ProtocolError("the answer has too many parts")
    header = _from_json(raw_header.decode("ascii"))
    if not isinstance(header, dict) or header.keys() != {"id", "kind", "payload", "arrays"}:
        raise ProtocolError("the answer's header has other fields than expected")
    number, kind = header["id"], header["kind"]
    if type(number) is not int or not 0 <= number < 2**53 or not isinstance(kind, str) or len(kind) > 40:
        raise ProtocolError("the answer's id or kind is invalid")
    arrays: list[np.ndarray | None] = [*_read_arrays(header["arrays"], frame[PREFIX.size + header_bytes :])]
    return Message(number, kind, _from_wire(header["payload"], arrays, 0))


def _nodes(header: bytes) -> int:
    return header.count(b",") + header.count(b"[") + header.count(b"{") + header.count(b":")


def _read_arrays(table: Any, body: bytes) -> list[np.ndarray]:
    if not isinstance(table, list) or len(table) > MAX_ARRAYS:
        raise ProtocolError("the answer's table of arrays is invalid")
    arrays = []
    offset = 0
    for entry in table:
        if not isinstance(entry, dict) or entry.keys() != {"dtype", "shape"}:
            raise ProtocolError("an array's description is invalid")
        name, shape = entry["dtype"], entry["shape"]
        if not isinstance(name, str) or name not in DTYPES:
            raise ProtocolError("an array has a dtype that is not allowed")
        if not isinstance(shape, list) or len(shape) > MAX_DIMENSIONS:
            raise ProtocolError("an array's shape is invalid")
        if not all(type(size) is int and 0 <= size < 2**40 for size in shape):
            raise ProtocolError("an array's shape is invalid")
        array, offset = _read_array(name, shape, body, offset)
        arrays.append(array)
    if offset != len(body):
        raise ProtocolError("the arrays do not fill the answer")
    return arrays


def _read_array(name: str, shape: list[int], body: bytes, offset: int) -> tuple[np.ndarray, int]:
    dtype = np.dtype(name).newbyteorder("<")
    count = math.prod(shape)
    end = offset + count * dtype.itemsize
    if end > len(body):
        raise ProtocolError("an array is larger than the bytes that came")
    if count == 0 and math.prod(size for size in shape if size) > MAX_EMPTY_ELEMENTS:
        raise ProtocolError("an array without elements pretends to be huge")
    if name == "bool":  # a byte other than 0 and 1 would be a Boolean that is neither
        return (np.frombuffer(body, np.uint8, count, offset) != 0).reshape(shape), end
    return np.frombuffer(body, dtype, count, offset).astype(dtype.newbyteorder("=")).reshape(shape), end


def _to_wire(value: Any, arrays: list[np.ndarray], depth: int) -> Any:
    if depth > MAX_DEPTH:
        raise ValueError(f"data nested deeper than {MAX_DEPTH} levels cannot be sent")
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, np.ndarray):
        if value.dtype.name not in DTYPES:
            raise TypeError(f"an array of dtype {value.dtype} cannot be sent")
        arrays.append(np.asarray(value, value.dtype.newbyteorder("<"), order="C"))
        return {"$array": len(arrays) - 1}
    if isinstance(value, Opaque):
        return {"$object": {"type": value.type_name, "repr": value.text}}
    if isinstance(value, list | tuple):
        return [_to_wire(item, arrays, depth + 1) for item in value]
    if isinstance(value, Mapping):
        return _mapping_to_wire(value, arrays, depth)
    raise TypeError(
        f"an object of type {type(value).__name__} cannot be sent; use plain data or NumPy arrays"
    )


def _mapping_to_wire(value: Mapping[Any, Any], arrays: list[np.ndarray], depth: int) -> Any:
    if all(isinstance(key, str) for key in value):
        return {
            f"${key}" if key.startswith("$") else key: _to_wire(item, arrays, depth + 1)
            for key, item in value.items()
        }
    if not all(isinstance(key, SCALARS) for key in value):
        raise TypeError("a mapping's keys must be strings, numbers, Booleans or None")
    return {"$pairs": [[key, _to_wire(item, arrays, depth + 1)] for key, item in value.items()]}


def _from_wire(value: Any, arrays: list[np.ndarray | None], depth: int) -> Any:
    if depth > MAX_DEPTH:
        raise ProtocolError(f"the answer is nested deeper than {MAX_DEPTH} levels")
    if type(value) is int and value.bit_length() > MAX_INTEGER_BITS:
        raise ProtocolError("the answer holds a giant integer")
    if isinstance(value, list):
        return [_from_wire(item, arrays, depth + 1) for item in value]
    if not isinstance(value, dict):
        return value
    if len(value) == 1:
        (key,) = value
        if key.startswith("$") and not key.startswith("$$"):
            return _special(key, value[key], arrays, depth)
    plain = {}
    for key, item in value.items():
        if key.startswith("$"):
            if not key.startswith("$$"):
                raise ProtocolError("the answer has a key that is not escaped")
            key = key[1:]
        plain[key] = _from_wire(item, arrays, depth + 1)
    return plain


def _special(key: str, value: Any, arrays: list[np.ndarray | None], depth: int) -> Any:
    if key == "$array" and type(value) is int and 0 <= value < len(arrays):
        array, arrays[value] = arrays[value], None
        if array is None:  # a list of a million references to one large array would be larger than any memory
            raise ProtocolError("the answer holds one array in two places")
        return array
    if key == "$pairs" and isinstance(value, list):
        pairs = {}
        for pair in value:
            if not isinstance(pair, list) or len(pair) != 2 or not isinstance(pair[0], SCALARS):
                raise ProtocolError("the answer has a mapping with an invalid key")
            pairs[_from_wire(pair[0], arrays, depth + 1)] = _from_wire(pair[1], arrays, depth + 1)
        return pairs
    if key == "$object" and isinstance(value, dict) and value.keys() == {"type", "repr"}:
        name, text = value["type"], value["repr"]
        if isinstance(name, str) and isinstance(text, str):
            return Opaque(name[:MAX_OPAQUE_CHARACTERS], text[:MAX_OPAQUE_CHARACTERS])
    raise ProtocolError("the answer holds something that is neither data nor an array")
