"""The formulas of each optimizer with the numbers in them: each line is right as it stands."""

import re
from dataclasses import replace

import pytest

from dashboard.components.worked_step import step_formulas
from dashboard.experiments.config import TrainingConfig
from dashboard.experiments.neuron import worked_step

NEURON = TrainingConfig("line", "neuron", optimizer="sgd", learning_rate=0.05)
PATH = [(1.0, 0.5), (1.2, 0.4), (1.3, 0.2), (1.4, 0.1)]


def value(words: str) -> float:
    """Compute one side of a formula as a reader would."""
    python = words.replace("−", "-").replace("×", "*").replace("²", "**2")
    python = re.sub(r"√(\([^)]*\)|[\d.]+(?:e[+-]\d+)?)", r"(\1)**0.5", python)
    assert re.fullmatch(r"[\d.e+*/() -]+", python)
    return float(eval(python))


@pytest.mark.parametrize(
    "config",
    [
        NEURON,
        replace(NEURON, momentum=0.9),
        replace(NEURON, optimizer="rmsprop"),
        replace(NEURON, optimizer="adam"),
        replace(NEURON, optimizer="adagrad"),
    ],
    ids=["sgd", "momentum", "rmsprop", "adam", "adagrad"],
)
@pytest.mark.parametrize("number", [1, 3])
def test_both_sides_of_every_line_are_equal(config, number):
    step = worked_step(config, PATH, number)
    for move in (step.weight, step.bias):
        lines = step_formulas(config, move, number)
        for line in lines:
            _, formula, result = line.split(" = ")
            assert value(formula) == pytest.approx(value(result), rel=2e-3, abs=2e-4), line
        assert value(lines[-1].split(" = ")[-1]) == pytest.approx(move.after, abs=1e-4)
