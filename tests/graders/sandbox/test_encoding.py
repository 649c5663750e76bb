import subprocess
import sys
import types
from collections import deque, namedtuple
from enum import IntEnum

import numpy as np
import pytest

from graders.sandbox import Opaque
from graders.sandbox.encoding import TooLargeError, plain
from graders.sandbox.wire import Message, encode


class Loud(str):
    def __str__(self):
        return "something else"


class Colour(IntEnum):
    RED = 3


class Broken:
    def __repr__(self):
        raise RuntimeError


class FakeTensor:
    """Stands for ``tf.Tensor``: recognised by the package of its class, never by importing TensorFlow."""

    __module__ = "tensorflow.python.framework.ops"

    def __init__(self, value):
        self._value = value

    def numpy(self):
        if self._value is None:
            raise NotImplementedError("symbolic")
        return self._value


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, None),
        (True, True),
        (Colour.RED, 3),
        (np.float32(0.5), 0.5),
        (np.bool_(True), True),
        (np.int64(7), 7),
        (np.str_("a"), "a"),
        ((1, (2,)), [1, [2]]),
        ({3, 1, 2}, [1, 2, 3]),
        (deque([1, 2]), [1, 2]),
        (range(3), [0, 1, 2]),
        ({"a": 1}.values(), [1]),
        (namedtuple("P", "x y")(1, 2), [1, 2]),
        ({np.int64(1): "a", (1, 2): "b"}, {1: "a", "(1, 2)": "b"}),
        (np.array(["a", None], dtype=object), ["a", None]),
        (Loud("said"), "said"),
    ],
)
def test_ordinary_values_become_plain_data(value, expected):
    result = plain(value)
    assert result == expected
    assert encode(Message(1, "answer", result))


def test_the_judges_side_never_imports_tensorflow():
    question = "import sys, graders.sandbox; sys.exit('tensorflow' in sys.modules or 'keras' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", question], check=False).returncode == 0


def test_tensors_become_arrays_and_symbolic_ones_descriptions(monkeypatch):
    monkeypatch.setitem(sys.modules, "tensorflow", types.ModuleType("tensorflow"))
    np.testing.assert_array_equal(plain([FakeTensor(np.arange(3))])[0], np.arange(3))
    assert plain(FakeTensor(b"text")) == "text"
    assert plain(FakeTensor(None)).type_name == "FakeTensor"


def test_objects_become_their_class_and_a_bounded_description():
    assert plain(object()).type_name == "object"
    assert plain(Broken()) == Opaque("Broken", "its repr() raised RuntimeError")
    assert len(plain(types.SimpleNamespace(text="x" * 10_000)).text) == 2000


def test_a_structure_that_contains_itself_ends():
    loop: dict = {"me": None}
    loop["me"] = [loop]
    assert plain(loop)["me"][0].type_name == "dict"


def test_deep_structures_are_cut_and_can_be_sent():
    deep: list = []
    for _ in range(5000):
        deep = [deep]
    assert encode(Message(1, "answer", {"value": plain(deep)}))


def test_the_same_object_twice_is_no_loop():
    shared = [1]
    assert plain([shared, shared]) == [[1], [1]]


def test_giant_integers_become_descriptions():
    assert plain(10**5000) == Opaque("int", "an integer of about 5000 digits")


def test_too_many_parts_are_refused_with_advice():
    with pytest.raises(TooLargeError, match="use a NumPy array"):
        plain([0] * 2_000_000)


def test_an_array_that_only_pretends_to_be_small_is_refused():
    with pytest.raises(TooLargeError, match="too large"):
        plain(np.broadcast_to(np.zeros(1), (2**20, 2**20)))


def test_array_subclasses_lose_their_class():
    assert type(plain(np.ma.masked_array([1, 2], mask=[0, 1]))) is np.ndarray
