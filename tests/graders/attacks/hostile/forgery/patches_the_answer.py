# Replaces the sandbox's own encoder in its process, so that every answer is what it likes.
# expect at most 0 points
# expect of_numbers failed: another one

import graders.sandbox.child
import graders.sandbox.encoding
from graders.sandbox import wire

real = graders.sandbox.encoding.plain
graders.sandbox.encoding.plain = lambda value: real(value) if isinstance(value, dict) else wire.Opaque('int', 'right')


def largest_gap(values):
    return -1
