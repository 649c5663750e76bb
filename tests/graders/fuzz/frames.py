"""Frames for fuzzing: well formed, nearly well formed, and not at all, made from a source of choices."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any, Protocol

from graders.sandbox.wire import DTYPES, PREFIX

KINDS = ("answer", "raised", "memory", "unencodable", "fault", "verdict", "")
NAMES = (
    "$array", "$pairs", "$object", "$$array", "$", "type", "repr", "dtype", "shape", "message", "frames", "notes",
    "line", "filename", "function", "text", "in_probe", "definitions", "names", "syntax_error", "kind", "digest",
    "config", "weights", "class_name", "module", "registered_name", "layers",
)  # fmt: skip
DTYPE_NAMES = (*sorted(DTYPES), "object", "<f8", "V8", "str", "float128", "complex64", "O", "")
TEXTS = (
    "", "a", "\ud800", "\U0001f600", "\0", "Sequential", "Dense", "keras.layers", "keras", "x" * 5000, "[" * 3000,
    '{"class_name": "Sequential", "config": {"layers": []}}', "\u2028",
)  # fmt: skip
# As text, because JSON holds what Python's own writer would never write.
NUMBERS = (
    "0", "1", "-1", "2", "3", "7", "255", "2147483648", "1099511627775", "1099511627776", "9007199254740993", "-0",
    "1e999", "-1e999", "1e-999", "NaN", "Infinity", "-Infinity", "1.5", "true", "false", "null",
    "9" * 300, "9" * 400, "-" + "9" * 4300, "9" * 5000,
)  # fmt: skip


class Choices(Protocol):
    """Where decisions come from: a fuzzer's bytes or a random number generator."""

    def below(self, count: int) -> int:
        """Return a whole number from 0 to ``count - 1``."""

    def some_bytes(self, most: int) -> bytes:
        """Return at most ``most`` bytes."""


def frame(choose: Choices) -> bytes:
    """Return one frame, true or false in any of its parts."""
    arrays = [_array(choose) for _ in range(choose.below(4))]
    table = "[" + ",".join(text for text, _ in arrays) + "]"
    body = b"".join(data for _, data in arrays)
    number = "1" if choose.below(8) else _pick(choose, NUMBERS)
    kind = json.dumps(KINDS[0] if choose.below(2) else _pick(choose, KINDS))
    fields = [f'"id":{number}', f'"kind":{kind}', f'"payload":{value(choose, 0)}', f'"arrays":{table}']
    if not choose.below(8):
        fields.append(fields[choose.below(4)])  # a key twice
    if not choose.below(16):
        fields[choose.below(len(fields))] = f'"more":{value(choose, 0)}'
    header = ("{" + ",".join(fields) + "}").encode("utf-8", "surrogatepass")
    if not choose.below(8):
        header = choose.some_bytes(200) + header[choose.below(len(header)) :]
    if not choose.below(8):
        body += choose.some_bytes(20)
    lengths = [len(header), len(body)]
    if not choose.below(8):
        lengths[choose.below(2)] = (0, 1, 2**20, 2**32 - 1)[choose.below(4)]
    magic = b"TfQ1" if choose.below(16) else choose.some_bytes(4).ljust(4, b"T")
    return PREFIX.pack(magic, *lengths) + header + body


def value(choose: Choices, depth: int) -> str:
    """Return some JSON text."""
    makers: list[Callable[[], str]] = [
        lambda: _pick(choose, NUMBERS),
        lambda: json.dumps(_pick(choose, TEXTS)),
        lambda: f'{{"$array":{choose.below(5)}}}',
        lambda: "[" + ",".join(value(choose, depth + 1) for _ in range(choose.below(5))) + "]",
        lambda: "{" + ",".join(_item(choose, depth) for _ in range(choose.below(5))) + "}",
        lambda: '{"$pairs":[' + ",".join(_pair(choose, depth) for _ in range(choose.below(4))) + "]}",
        lambda: f'{{"$object":{{"type":{value(choose, depth + 2)},"repr":{value(choose, depth + 2)}}}}}',
        lambda: "[" * 70 + "]" * 70,
    ]
    return makers[choose.below(3 if depth > 5 else len(makers))]()


def _item(choose: Choices, depth: int) -> str:
    return f"{json.dumps(_pick(choose, NAMES))}:{value(choose, depth + 1)}"


def _pair(choose: Choices, depth: int) -> str:
    return f"[{value(choose, depth + 1)},{value(choose, depth + 1)}]"


def _array(choose: Choices) -> tuple[str, bytes]:
    """Return an array's entry in the table, and bytes that may or may not be as many as it says."""
    name = _pick(choose, DTYPE_NAMES)
    shape = [
        str(choose.below(4)) if choose.below(4) else _pick(choose, NUMBERS) for _ in range(choose.below(4))
    ]
    count = 1
    for size in shape:
        count *= int(size) if size.isdigit() and len(size) < 3 else 1
    wide = int("".join(filter(str.isdigit, name)) or 8) // 8 or 1
    data = (
        (choose.some_bytes(64) + bytes(count * wide))[: count * wide]
        if choose.below(4)
        else choose.some_bytes(64)
    )
    return json.dumps({"dtype": name, "shape": ["?"]}).replace('["?"]', "[" + ",".join(shape) + "]"), data


def _pick(choose: Choices, options: tuple[Any, ...]) -> Any:
    return options[choose.below(len(options))]


def pieces(data: bytes, choose: Choices) -> list[bytes]:
    """Return ``data`` cut as a slow or a fast writer would send it."""
    match choose.below(4):
        case 0:
            return [data]
        case 1 if len(data) < 200:
            return [data[index : index + 1] for index in range(len(data))]
        case _:
            cuts = sorted(choose.below(len(data) + 1) for _ in range(choose.below(6)))
            return [data[start:end] for start, end in zip([0, *cuts], [*cuts, len(data)], strict=True)]


class FuzzerChoices:
    """Decisions from a fuzzer's bytes; when they run out, every decision is the first option."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def below(self, count: int) -> int:
        """Return a whole number from 0 to ``count - 1``."""
        taken = self.some_bytes(1 if count <= 256 else 4)
        return int.from_bytes(taken, "little") % count

    def some_bytes(self, most: int) -> bytes:
        """Return the next at most ``most`` bytes."""
        taken = self._data[self._at : self._at + most]
        self._at += most
        return taken

    @property
    def rest(self) -> bytes:
        """All that is left."""
        return self.some_bytes(len(self._data))


def script(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Return what the far side does, as ``data`` has it."""
    choose = FuzzerChoices(data)
    for _ in range(1 + choose.below(3)):
        match choose.below(8):
            case 0:
                yield "stdout", choose.some_bytes(choose.below(256))
            case 1:
                yield "stderr", choose.some_bytes(choose.below(256))
            case 2:
                yield "hang up", b""
            case 3:
                for piece in pieces(choose.rest, choose):
                    yield "answer", piece
            case _:
                for piece in pieces(frame(choose), choose):
                    yield "answer", piece
