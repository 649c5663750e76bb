"""Random numbers that a submission cannot foresee.

The seed of a run stands in its reports, so that its questions can be repeated, and has 32 bits, few enough to try
them all. So what is drawn from it goes through a derivation that takes milliseconds: the submission, which sees its
own seed and some of the questions, would need months of computing to get from them to the other questions and to the
data that its model is tested on.
"""

from __future__ import annotations

import hashlib
import zlib
from functools import lru_cache

import numpy as np

_ROUNDS = 5_000


def question_rng(seed: int, check: str) -> np.random.Generator:
    """Return the random numbers for a check's questions: the same for the same seed and check, in any order."""
    return np.random.default_rng([_derived(seed, b"questions"), zlib.crc32(check.encode())])


def submission_seed(seed: int) -> int:
    """Return the seed that the submission's own process gets for ``random``, NumPy and TensorFlow (32 bits)."""
    return _derived(seed, b"submission") % 2**32


@lru_cache(maxsize=256)
def _derived(seed: int, purpose: bytes) -> int:
    return int.from_bytes(hashlib.pbkdf2_hmac("sha256", str(seed).encode(), purpose, _ROUNDS), "big")
