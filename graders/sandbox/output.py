"""A stream of output kept within bounds."""

from __future__ import annotations


class BoundedOutput:
    """Keeps the start and the end of a stream and counts what lies between.

    Args:
        limit: bytes kept, half of them from the start.
    """

    def __init__(self, limit: int) -> None:
        self._half = max(1, limit // 2)
        self._head = bytearray()
        self._tail = bytearray()
        self._left_out = 0

    def add(self, data: bytes) -> None:
        """Take the next bytes of the stream."""
        room = self._half - len(self._head)
        self._head += data[:room]
        self._tail += data[room:] if room > 0 else data
        surplus = len(self._tail) - self._half
        if surplus > 0:
            del self._tail[:surplus]
            self._left_out += surplus

    @property
    def text(self) -> str:
        """The text kept; broken characters are replaced, and a line says how much was left out."""
        if not self._left_out:
            return bytes(self._head + self._tail).decode("utf-8", "replace")
        head = bytes(self._head).decode("utf-8", "replace")
        tail = bytes(self._tail).decode("utf-8", "replace")
        return f"{head}\n… {self._left_out} bytes left out …\n{tail}"
