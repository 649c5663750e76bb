"""The text of an exception, for a learner: without colours, traces of libraries, or paths of this machine."""

from __future__ import annotations

import re

_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_WRAPPED = re.compile(
    r"Exception encountered when calling (?P<layer>.{1,200}?)\.call\(\)\.\s*(?P<core>.*?)\s*"
    r"Arguments received by .*",
    re.DOTALL,
)
_NODE = re.compile(r"\s*(\[\[\{\{node [^\n]{0,500}?\}\}\]\]|\[Op:\w+\]|for '\{\{node [^\n']{0,500}')")
_IN_PACKAGE = re.compile(r" ?\((?:/|[A-Za-z]:\\)[^()\n]*site-packages[^()\n]*\)")
_PACKAGE_PATH = re.compile(r"(?:/|[A-Za-z]:\\)[^\s'\"()]*site-packages[/\\]")


def plain_message(message: str) -> str:
    """Return an exception's message as a learner needs it.

    Keras wraps what a layer raises into the layer's name and its arguments, TensorFlow into a trace of the whole
    program; what was wrong stands in the middle. Text in other forms stays as it is.
    """
    text = _COLOUR.sub("", message)
    wrapped = _WRAPPED.fullmatch(text.strip())
    if wrapped:
        text = (
            f"{wrapped['core']} (in {wrapped['layer']})"
            if wrapped["layer"] != "Sequential"
            else wrapped["core"]
        )
    if text.startswith("Graph execution error:"):
        text = _without_trace(text)
    text = _NODE.sub("", text)
    text = _IN_PACKAGE.sub("", text)
    return _PACKAGE_PATH.sub("", text).strip()


def _without_trace(text: str) -> str:
    """Return the lines of a graph's error that do not tell where in TensorFlow it happened."""
    kept = [
        line
        for line in text.split("\n")
        if line.strip()
        and not line.startswith(("Graph execution error:", "Detected at node", '  File "', "<stack trace"))
    ]
    return "\n".join(kept) or text
