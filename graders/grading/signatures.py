"""A call that does not fit a learner's function, said with the signature that the stub gives."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_MISFIT = re.compile(r"(?P<callable>[\w.<>]{1,300})\(\) (takes|got an unexpected|got multiple|missing) ")


def signature(name: str, entry: Mapping[str, Any]) -> str:
    """Return a definition as one would call it: ``train_mnist(x_train, y_train)``."""
    return f"{name}({', '.join(entry.get('parameters', ()))})"


def explain_arguments(
    message: str, stub: Mapping[str, Mapping[str, Any]], defined: Mapping[str, Mapping[str, Any]]
) -> str:
    """Return what a TypeError's message means where the stub's parameters were changed, or an empty string.

    Args:
        message: the exception's text, such as ``f() takes 0 positional arguments but 2 were given``.
        stub: the stub's definitions.
        defined: the submission's.
    """
    misfit = _MISFIT.match(message)
    name = misfit["callable"].removesuffix(".__init__").rpartition(".")[2] if misfit else ""
    if name not in stub or name not in defined:
        return ""
    asked, yours = signature(name, stub[name]), signature(name, defined[name])
    if asked == yours:
        return ""
    return f"It is called as {asked}, but yours is {yours}: keep the parameters that the file came with."
