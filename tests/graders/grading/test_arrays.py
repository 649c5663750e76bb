"""Arrays that learner code returned: what is let through, and what is said of the rest."""

import numpy as np
import pytest

from graders.grading.arrays import KnownResult, as_number, expect_array, expect_equal, expect_unchanged
from graders.grading.verdicts import Wrong
from graders.sandbox import Opaque

NUMBERS = np.arange(6.0).reshape(2, 3)


@pytest.mark.parametrize(
    ("answer", "mistake"),
    [
        (None, "returns_nothing"),
        ([1.0, 2.0], "not_an_array"),
        (3.0, "not_an_array"),
        (Opaque("Tensor", "<symbolic>"), "not_an_array"),
        (np.array([True]), "not_an_array"),
        (np.array([1.0, np.nan]), "not_finite"),
        (np.array([np.inf]), "not_finite"),
    ],
)
def test_only_arrays_of_finite_numbers_are_let_through(answer, mistake):
    with pytest.raises(Wrong) as raised:
        expect_array("f", answer)
    assert raised.value.mistake == mistake


@pytest.mark.parametrize(
    ("answer", "number"), [(4, 4.0), (0.5, 0.5), (True, None), ("4", None), (None, None), (10**400, None)]
)
def test_only_plain_numbers_that_a_float_can_hold_are_numbers(answer, number):
    assert as_number(answer) == number


@pytest.mark.parametrize("dtype", [np.uint8, np.int64, np.float16, np.float32, np.float64])
def test_numbers_of_any_type_are_compared_within_that_types_precision(dtype):
    expect_equal("f", expect_array("f", NUMBERS.astype(dtype)), NUMBERS)


def test_whole_numbers_do_not_wrap_while_they_are_compared():
    with pytest.raises(Wrong, match="1 of the 1 numbers"):
        expect_equal("f", np.array([0], np.uint8), np.array([256.0]))


def test_a_known_mistake_is_named_by_what_it_gives():
    known = [
        KnownResult("other", "Something else.", NUMBERS + 1),
        KnownResult("turned", "Rows and columns are exchanged.", NUMBERS.T),
    ]
    with pytest.raises(Wrong, match=r"Rows and columns are exchanged\. \(asked for two rows\)") as raised:
        expect_equal("f", NUMBERS.T, NUMBERS, known, "asked for two rows")
    assert raised.value.mistake == "turned"


def test_other_shapes_and_wrong_numbers_are_shown():
    with pytest.raises(Wrong, match="another shape") as raised:
        expect_equal("f", NUMBERS[:1], NUMBERS)
    assert (raised.value.expected, raised.value.received) == ("shape (2, 3)", "shape (1, 3)")

    wrong = NUMBERS.copy()
    wrong[1, 2] = 50
    with pytest.raises(Wrong, match=r"the first at index \(1, 2\)") as raised:
        expect_equal("f", wrong, NUMBERS)
    assert (raised.value.expected, raised.value.received) == ("5", "50")


@pytest.mark.parametrize("after", [None, [], [NUMBERS + 1], [NUMBERS[:1]], ["NUMBERS"]])
def test_an_argument_that_came_back_changed_or_not_at_all_is_found(after):
    with pytest.raises(Wrong, match="changed the array"):
        expect_unchanged("f", [NUMBERS], after)


def test_an_argument_left_as_it_was_is_fine():
    expect_unchanged("f", [NUMBERS, NUMBERS], [NUMBERS.copy(), NUMBERS.copy()])
