"""Calls that do not fit, told with the stub's signature."""

import pytest

from graders.grading.signatures import explain_arguments

STUB = {"train": {"parameters": ["x", "y"]}, "Stop": {"parameters": ["target"]}}


@pytest.mark.parametrize(
    ("message", "yours", "told"),
    [
        (
            "train() takes 0 positional arguments but 2 were given",
            {"train": {"parameters": []}},
            "yours is train()",
        ),
        (
            "Stop.__init__() got an unexpected keyword argument 'target'",
            {"Stop": {"parameters": []}},
            "Stop(target)",
        ),
        ("Stop() takes no arguments", {"Stop": {"parameters": []}}, "yours is Stop()"),
        (
            "train() missing 1 required positional argument: 'z'",
            {"train": {"parameters": list("xyz")}},
            "train(x, y, z)",
        ),
    ],
)
def test_changed_parameters_are_named_beside_the_stubs(message, yours, told):
    assert told in explain_arguments(message, STUB, yours)


@pytest.mark.parametrize(
    "message",
    [
        "train() takes 2 positional arguments but 3 were given",  # called wrongly by the learner, not by us
        "other() takes 0 positional arguments but 2 were given",
        "unsupported operand type(s)",
        "",
    ],
)
def test_nothing_is_said_where_the_parameters_are_the_stubs(message):
    assert explain_arguments(message, STUB, STUB) == ""
