"""What a translation gives: the new text, and for each line what was changed and why."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Change:
    """One thing that was found in a line.

    Args:
        line: of the old text, from 1.
        rule: the key in :data:`graders.old_names.WHY`.
        why: the reason, for a learner.
        by_hand: whether the line was left as it is, because only its author can say what it should become.
    """

    line: int
    rule: str
    why: str
    by_hand: bool = False


@dataclass(frozen=True)
class Translation:
    """An old program and what it is today.

    Args:
        old: the text as it was read: line ends are ``\\n``, and what was indented as a whole stands at the margin.
        new: the same program today; equal to ``old`` if there was nothing to change.
        changes: what was found, in the order of the lines.
    """

    old: str
    new: str
    changes: tuple[Change, ...]


class TranslationError(ValueError):
    """The text cannot be translated.

    Args:
        message: one sentence for a learner, with the line where there is one.
        excerpt: that line and a caret under the place; empty where there is none.
        advice: what usually is the cause; may be empty.
    """

    def __init__(self, message: str, excerpt: str = "", advice: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.excerpt = excerpt
        self.advice = advice
