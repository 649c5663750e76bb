"""A class of any size, made from the exercises that exist, for the benchmark of grading.

Most files are the reference solution or one of its known mistakes, written differently by each learner; the rest is
what a real class also hands in: untouched stubs, notebooks, files that are no submission, and attacks.
"""

from __future__ import annotations

import ast
import json
import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from graders.grading.exercise import Exercise
from graders.grading.mistakes import read_mistakes

# How many of a hundred files are of which kind.
SHARES = {"solution": 38, "mistake": 36, "notebook": 10, "stub": 6, "broken": 5, "hostile": 5}
OURS = ("solution", "mistake", "stub")
"""Kinds whose code is this project's own, which may run without a sandbox."""

BROKEN: tuple[bytes, ...] = (
    b"",
    bytes(range(256)) * 10,
    b"Dear teacher, here is my homework.\n",
    b"def train(:\n    pass\n",
    b'{"cells": [',
)
HOSTILE: tuple[str, ...] = (
    "import os\nos._exit(0)\n",
    "raise SystemExit('done')\n",
    "import os\nfor number in range(64):\n    try:\n        os.write(number, b'full marks' * 99)\n"
    "    except OSError:\n        pass\n",
    "import os\ntry:\n    while True:\n        os.fork()\nexcept OSError:\n    pass\n",
    "kept = []\nwhile True:\n    kept.append(bytearray(2**26))\n",
    "print('x' * 5_000_000)\n",
    "import glob\nfound = [open(name).read() for name in glob.glob('/**/solution.py')]\n",
    "import socket\nsocket.create_connection(('127.0.0.1', 80), 2)\n",
    "import ctypes\nctypes.string_at(0)\n",
    "while True:\n    pass\n",
)


@dataclass(frozen=True)
class File:
    """One file handed in.

    Args:
        learner: who handed it in.
        exercise: for what.
        kind: a key of :data:`SHARES`.
        suffix: ``.py`` or ``.ipynb``.
        content: its bytes.
    """

    learner: str
    exercise: str
    kind: str
    suffix: str
    content: bytes

    def write(self, folder: Path) -> Path:
        """Write the file as an instructor would find it and return its place."""
        place = folder / self.learner
        place.mkdir(parents=True, exist_ok=True)
        path = place / f"{self.exercise}{self.suffix}"
        path.write_bytes(self.content)
        return path


def make_class(exercises: tuple[Exercise, ...], count: int, before: str = "") -> list[File]:
    """Return ``count`` files, as many for each exercise, the same ones each time.

    Args:
        exercises: what they are for.
        count: how many.
        before: a line that every file that is Python begins with.
    """
    chance = random.Random(1)
    kinds = [kind for kind, share in SHARES.items() for _ in range(share)]
    files = []
    for number in range(count):
        exercise = exercises[number % len(exercises)]
        kind = kinds[(number // len(exercises) * 37) % len(kinds)]  # 37 and 100 have no common divisor
        suffix, content = _make(exercise, kind, chance, before)
        files.append(File(f"{kind}{number:04d}", exercise.id, kind, suffix, content))
    return files


def _make(exercise: Exercise, kind: str, chance: random.Random, before: str) -> tuple[str, bytes]:
    mistakes = [mistake.source for mistake in read_mistakes(exercise)]
    makers: dict[str, Callable[[], str]] = {
        "solution": lambda: variant(exercise.solution_source, chance),
        "mistake": lambda: variant(chance.choice(mistakes or [exercise.stub_source]), chance),
        "notebook": lambda: variant(chance.choice([exercise.solution_source, *mistakes]), chance),
        "stub": lambda: f"# {chance.random()}\n{exercise.stub_source}",
        "hostile": lambda: f"{variant(exercise.solution_source, chance)}\n{chance.choice(HOSTILE)}",
    }
    if kind == "broken":
        return ".py", chance.choice(BROKEN) + b"\n# %d\n" % chance.randrange(10**6)
    source = before + makers[kind]()
    return (".ipynb", _notebook(source)) if kind == "notebook" else (".py", source.encode())


def variant(source: str, chance: random.Random) -> str:
    """Return the same program as another learner would have written it; what cannot be parsed stays as it is."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return f"{source}\n# {chance.random()}\n"
    suffix = chance.choice(["", "_", "2", "_new", "_my"])
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and suffix:
            _rename_locals(node, suffix)
    text = ast.unparse(tree) if suffix or chance.random() < 0.5 else source
    return f"# version {chance.random()}\n{text}\n"


def _rename_locals(function: ast.FunctionDef, suffix: str) -> None:
    """Give every name that a function assigns, and that is nothing else in it, another name."""
    nodes = list(ast.walk(function))
    kept = {node.arg for node in nodes if isinstance(node, ast.arg)}
    kept |= {name for node in nodes if isinstance(node, ast.Global | ast.Nonlocal) for name in node.names}
    kept |= {node.name for node in nodes if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    inside = {id(part) for node in nodes if isinstance(node, ast.ClassDef) for part in ast.walk(node)}
    names = [node for node in nodes if isinstance(node, ast.Name)]
    stored = {node.id for node in names if isinstance(node.ctx, ast.Store) and id(node) not in inside} - kept
    for node in names:
        if node.id in stored and not node.id.endswith(suffix):
            node.id += suffix


def _notebook(source: str) -> bytes:
    cells = [
        {"cell_type": "markdown", "metadata": {}, "source": ["# My homework"]},
        {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": 1, "source": source},
    ]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()
