"""The arithmetic of a single neuron, y = weight * x + bias: its loss as a surface, and any training step worked out.

A step is worked out again from the recorded weights, with the formulas of ``keras.optimizers``, so that every number
of it can be shown.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dashboard.experiments.config import TrainingConfig
from dashboard.experiments.points import Points

# Source: the defaults of the optimizers' constructors in Keras 3.
RHO = 0.9
BETA_1 = 0.9
BETA_2 = 0.999
EPSILON = 1e-7
FIRST_ACCUMULATOR = 0.1


@dataclass(frozen=True)
class Surface:
    """The mean squared error as a function of weight w and bias b: ww w² + 2 wb w b + b² - 2 w wy - 2 b y + yy.

    Args:
        ww: mean of x squared.
        wb: mean of x.
        wy: mean of x times y.
        y: mean of y.
        yy: mean of y squared.
    """

    ww: float
    wb: float
    wy: float
    y: float
    yy: float

    def best(self) -> tuple[float, float, bool]:
        """Return the weight and the bias of the smallest loss, and whether no other pair is as good.

        Where the points leave a choice (one point, or one x for all of them), it is the pair nearest to 0, 0.
        """
        matrix = np.array([[self.ww, self.wb], [self.wb, 1.0]])
        solution, _, rank, _ = np.linalg.lstsq(matrix, np.array([self.wy, self.y]), rcond=1e-9)
        return float(solution[0]), float(solution[1]), bool(rank == 2)

    def largest_stable_rate(self) -> float:
        """Return the learning rate above which plain gradient descent moves away from the bottom.

        It is 2 divided by the largest curvature of the surface.
        """
        matrix = 2 * np.array([[self.ww, self.wb], [self.wb, 1.0]])
        return float(2 / np.linalg.eigvalsh(matrix).max())


@dataclass(frozen=True)
class Move:
    """What the optimizer does to one of the two numbers.

    Args:
        before: the number before the step.
        gradient: how fast the loss grows with it.
        remembered: what the optimizer kept of earlier gradients before this step, by name; empty for plain SGD.
        memory: the same after this step.
        change: what is added.
        after: the number after the step.
    """

    before: float
    gradient: float
    remembered: dict[str, float]
    memory: dict[str, float]
    change: float
    after: float


@dataclass(frozen=True)
class Step:
    """One training step, worked out.

    Args:
        number: which step, from 1.
        guesses: what the neuron says for each point.
        errors: guess minus target for each point.
        loss: the mean of the squared errors.
        weight: what happens to the weight.
        bias: what happens to the bias.
    """

    number: int
    guesses: tuple[float, ...]
    errors: tuple[float, ...]
    loss: float
    weight: Move
    bias: Move

    @property
    def finite(self) -> bool:
        """Whether every number of it is one: after divergence they are nan."""
        return all(map(math.isfinite, (self.loss, self.weight.after, self.bias.after)))


def surface(points: Points) -> Surface:
    """Return the loss surface of a neuron over these points."""
    x, y = np.array(points, dtype=np.float64).T
    return Surface(
        float((x * x).mean()), float(x.mean()), float((x * y).mean()), float(y.mean()), float((y * y).mean())
    )


def predict(weights: Sequence[float], x: float) -> float:
    """Return what a neuron with this weight and bias says for x."""
    weight, bias = weights
    return weight * x + bias


def loss(points: Points, weights: Sequence[float]) -> float:
    """Return the mean squared error of a neuron with this weight and bias; inf where it is too large for a number."""
    errors = _errors(points, weights)
    return sum(error * error for error in errors) / len(errors)


def gradient(points: Points, weights: Sequence[float]) -> tuple[float, float]:
    """Return how fast the loss grows with the weight and with the bias."""
    errors = _errors(points, weights)
    count = len(points)
    by_weight = 2 / count * sum(error * x for error, (x, _) in zip(errors, points, strict=True))
    return by_weight, 2 / count * sum(errors)


def worked_step(config: TrainingConfig, path: Sequence[Sequence[float]], number: int) -> Step:
    """Work out one step of a run.

    Args:
        config: the run's settings.
        path: weight and bias at the start and after each step, as the run kept them.
        number: which step, from 1 to ``len(path) - 1``.

    Raises:
        IndexError: if the run has no such step.
    """
    if not 1 <= number < len(path):
        raise IndexError(f"Expected a step from 1 to {len(path) - 1}; received {number}.")
    gradients = [gradient(config.points, row) for row in path[:number]]
    weight, bias = (
        _move(config, path[number - 1][place], [each[place] for each in gradients]) for place in (0, 1)
    )
    now = path[number - 1]
    return Step(
        number,
        tuple(predict(now, x) for x, _ in config.points),
        tuple(_errors(config.points, now)),
        loss(config.points, now),
        weight,
        bias,
    )


def _errors(points: Points, weights: Sequence[float]) -> list[float]:
    return [predict(weights, x) - y for x, y in points]


def _move(config: TrainingConfig, before: float, gradients: Sequence[float]) -> Move:
    memory = _nothing_yet(config)
    remembered, change = memory, 0.0
    for count, each in enumerate(gradients, 1):
        remembered = memory
        memory, change = _optimized(config, memory, each, count)
    return Move(before, gradients[-1], remembered, memory, change, before + change)


def _nothing_yet(config: TrainingConfig) -> dict[str, float]:
    """Return what an optimizer remembers before its first step."""
    if config.optimizer == "adam":
        return {"m": 0.0, "v": 0.0}
    if config.optimizer == "sgd":
        return {"m": 0.0} if config.momentum else {}
    return {"v": FIRST_ACCUMULATOR if config.optimizer == "adagrad" else 0.0}


def _optimized(
    config: TrainingConfig, memory: dict[str, float], gradient: float, count: int
) -> tuple[dict[str, float], float]:
    """Return an optimizer's memory after a gradient, and the change that it makes; ``count`` is the step, from 1."""
    rate = config.learning_rate
    square = gradient * gradient
    match config.optimizer:
        case "rmsprop":
            mean = RHO * memory["v"] + (1 - RHO) * square
            return {"v": mean}, -rate * gradient / math.sqrt(mean + EPSILON)
        case "adagrad":
            total = memory["v"] + square
            return {"v": total}, -rate * gradient / math.sqrt(total + EPSILON)
        case "adam":
            first = BETA_1 * memory["m"] + (1 - BETA_1) * gradient
            second = BETA_2 * memory["v"] + (1 - BETA_2) * square
            return {"m": first, "v": second}, -adam_rate(rate, count) * first / (math.sqrt(second) + EPSILON)
        case _ if config.momentum:
            velocity = config.momentum * memory["m"] - rate * gradient
            return {"m": velocity}, velocity
    return {}, -rate * gradient


def adam_rate(rate: float, count: int) -> float:
    """Return Adam's learning rate at a step, counted from 1: it makes up for averages that began at 0."""
    return rate * math.sqrt(1 - BETA_2**count) / (1 - BETA_1**count)
