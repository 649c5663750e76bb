"""What rules share while a program is rewritten: what its names mean, what was changed, and imports to add."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import libcst as cst

from graders.old_names import WHY
from graders.translation.names import Names
from graders.translation.result import Change


@dataclass
class Notes:
    """Collects while a tree is rewritten.

    Args:
        names: what the program's names stand for.
        line_of: gives the first line of a node of the original tree.
        column_of: gives its first column, from 0.
        changes: what was found so far.
        wanted: import statements that the new code needs.
        quote: the quotation mark that the program uses most.
        log_parameters: what the callback's method that is being read calls its logs.
    """

    names: Names
    line_of: Callable[[cst.CSTNode], int]
    column_of: Callable[[cst.CSTNode], int]
    quote: str = '"'
    changes: set[Change] = field(default_factory=set)
    wanted: set[str] = field(default_factory=set)
    log_parameters: list[str] = field(default_factory=list)

    def tell(self, node: cst.CSTNode, rule: str, more: str = "", *, by_hand: bool = False) -> None:
        """Note that a rule found something in a node of the original tree.

        Args:
            node: where.
            rule: a key of ``WHY``.
            more: a sentence that follows the reason.
            by_hand: whether nothing was changed.
        """
        why = f"{WHY[rule]} {more}".strip()
        self.changes.add(Change(self.line_of(node), rule, why, by_hand))

    def numpy(self) -> str:
        """Return the name of NumPy in the program; it is imported if it was not."""
        known = self.names.local("numpy")
        if not known:
            self.wanted.add("import numpy as np")
        return known or "np"

    def tensorflow_keras(self) -> str:
        """Return how the program writes ``tf.keras``; what is needed for it is imported."""
        for path in ("tensorflow.keras", "keras"):
            known = self.names.local(path)
            if known:
                return known
        if not self.names.imports:  # a part of a program: its imports are elsewhere
            return "tf.keras"
        self.wanted.add("import tensorflow as tf")
        return "tf.keras"

    def text(self, value: str) -> cst.SimpleString:
        """Return a string in the program's own quotation marks."""
        return cst.SimpleString(f"{self.quote}{value}{self.quote}")
