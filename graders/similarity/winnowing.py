"""Winnowing: few fingerprints of a long sequence, such that no long enough common passage can go unseen.

Source: S. Schleimer, D. S. Wilkerson, A. Aiken, "Winnowing: local algorithms for document fingerprinting", SIGMOD 2003.
"""

from __future__ import annotations

import zlib
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

# Tokens in a passage that is compared: shorter agreement is noise. About two lines of code.
PASSAGE_TOKENS = 12
# Of so many passages that begin one after the other, one is chosen.
WINDOW = 5
# What follows: an agreement of this many tokens is always found.
GUARANTEED_TOKENS = PASSAGE_TOKENS + WINDOW - 1

_BASE = 1_000_003
_MODULUS = (1 << 61) - 1


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """A chosen passage.

    Args:
        hash: of its tokens; the same on every machine.
        position: of its first token.
    """

    hash: int
    position: int


def passage_hashes(texts: Sequence[str], length: int = PASSAGE_TOKENS) -> list[int]:
    """Return the hash of every passage of ``length`` tokens, in order; a rolling hash, so the time is linear."""
    numbers = [zlib.crc32(text.encode("utf-8", "surrogatepass")) + 1 for text in texts]
    if len(numbers) < length:
        return []
    leading = pow(_BASE, length - 1, _MODULUS)
    value = 0
    for number in numbers[:length]:
        value = (value * _BASE + number) % _MODULUS
    hashes = [value]
    for gone, come in zip(numbers, numbers[length:], strict=False):
        value = ((value - gone * leading) * _BASE + come) % _MODULUS
        hashes.append(value)
    return hashes


def winnow(hashes: Sequence[int], window: int = WINDOW) -> list[Fingerprint]:
    """Choose from each window of hashes the smallest, the last one of several, and each chosen one once."""
    chosen: list[Fingerprint] = []
    smallest: deque[int] = deque()  # positions whose hashes grow; the first is the window's smallest
    for position, value in enumerate(hashes):
        while smallest and hashes[smallest[-1]] >= value:
            smallest.pop()
        smallest.append(position)
        if smallest[0] <= position - window:
            smallest.popleft()
        full = position >= window - 1 or position == len(hashes) - 1
        if full and (not chosen or chosen[-1].position != smallest[0]):
            chosen.append(Fingerprint(hashes[smallest[0]], smallest[0]))
    return chosen


def fingerprints_of(texts: Sequence[str]) -> list[Fingerprint]:
    """Return the fingerprints of a sequence of tokens; none for one shorter than a passage."""
    return winnow(passage_hashes(texts))
