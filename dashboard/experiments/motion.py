"""People in motion, made up by a small model of speed, cadence and sway; rules for them, and what a network says.

No real person was measured. ``recordings`` is printed word for word in the program that the page gives away.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

ACTIVITIES = ("walking", "running", "biking", "golfing")
GOLFING = ACTIVITIES.index("golfing")
FEATURES = ("speed", "cadence", "sway")
UNITS = ("km/h", "a minute", "cm")
SCALES = (10.0, 100.0, 10.0)  # what a network gets is the measure divided by this: numbers around 1
TRAIN_PEOPLE, TRAIN_SEED = 200, 1
TEST_PEOPLE, TEST_SEED = 100, 2
HIDDEN = 8  # units of the network's hidden layer
_SMOOTHING = 0.12  # of the range of an axis: how near a recording must be to say what is usual at a place


def recordings(people: int, seed: int) -> tuple[Any, Any]:
    """Make up people in motion: speed, cadence and sway of each, and what they do (0 to 3).

    Everyone has a briskness, which moves speed and cadence together; the rest is chance.
    """
    rng = np.random.default_rng(seed)
    activities = [  # speed in km/h, cadence a minute and sway of the trunk in cm, each with its spread
        (5.2, 0.9, 112, 9, 4.0, 1.3),  # 0 walking
        (10.5, 2.0, 164, 8, 7.0, 1.5),  # 1 running
        (19.0, 4.5, 78, 10, 3.0, 1.0),  # 2 biking: cadence counts turns of the pedals
        (4.0, 1.0, 76, 12, 8.0, 2.5),  # 3 golfing: walking, waiting, swinging
    ]
    people_of_all, y = [], []
    for label, (speed, speeds, cadence, cadences, sway, sways) in enumerate(activities):
        briskness, chance, swing = rng.normal(size=(3, people))
        people_of_all.append(
            [
                (speed + speeds * briskness) / 10,
                (cadence + cadences * (0.6 * briskness + 0.8 * chance)) / 100,
                (sway + sways * swing) / 10,
            ]
        )
        y += [label] * people
    x = np.concatenate(people_of_all, axis=1).T.clip(0.01)  # (people of all activities, 3)
    order = rng.permutation(len(y))
    return x[order].astype("float32"), np.array(y)[order]


@dataclass(frozen=True)
class Rules:
    """What a programmer would write: thresholds in the units of :data:`UNITS`.

    Args:
        run_above: speed from which somebody slow is no longer walking but running.
        bike_above: speed from which somebody is biking.
        golf_sway: sway from which somebody slow is golfing; None for no rule about golf.
    """

    run_above: float
    bike_above: float
    golf_sway: float | None = None

    def answers(self, x: NDArray[Any]) -> NDArray[np.int64]:
        """Return an activity for each row of speed, cadence and sway as ``recordings`` gives them."""
        speed, _, sway = (np.asarray(x) * SCALES).T
        slow = np.zeros(len(speed)) if self.golf_sway is None else np.where(sway > self.golf_sway, GOLFING, 0)
        answers = np.where(speed < self.run_above, slow, np.where(speed < self.bike_above, 1, 2))
        return answers.astype(np.int64)

    def source(self) -> str:
        """Return them as a Python function."""
        lines = ["def activity(speed, cadence, sway):", f"    if speed < {self.run_above:g}:"]
        if self.golf_sway is not None:
            lines += [f"        if sway > {self.golf_sway:g}:", '            return "golfing"']
        lines += [
            '        return "walking"',
            f"    if speed < {self.bike_above:g}:",
            '        return "running"',
            '    return "biking"',
        ]
        return "\n".join(lines)


def network_answers(weights: Sequence[float], x: NDArray[Any]) -> NDArray[np.int64]:
    """Return what a network says for each row, from its weights in one row as a run's path keeps them.

    Raises:
        ValueError: if these are not the weights of the recipe ``motion``.
    """
    shapes = [(len(FEATURES), HIDDEN), (HIDDEN,), (HIDDEN, len(ACTIVITIES)), (len(ACTIVITIES),)]
    ends = np.cumsum([int(np.prod(shape)) for shape in shapes])
    if len(weights) != ends[-1]:
        raise ValueError(f"Expected {ends[-1]} weights; received {len(weights)}.")
    parts = np.split(np.asarray(weights, dtype=np.float64), ends[:-1])
    kernel, bias, kernel_1, bias_1 = (part.reshape(shape) for part, shape in zip(parts, shapes, strict=True))
    with np.errstate(invalid="ignore", over="ignore"):
        hidden = np.maximum(np.asarray(x) @ kernel + bias, 0)
        # The softmax keeps the order: the largest score is the largest probability.
        return (hidden @ kernel_1 + bias_1).argmax(axis=1)


def score(answers: NDArray[Any], truth: NDArray[Any]) -> dict[str, float]:
    """Return the share of right answers for each activity that occurs, and for ``all``."""
    right = np.asarray(answers) == np.asarray(truth)
    shares = {
        name: float(right[truth == label].mean())
        for label, name in enumerate(ACTIVITIES)
        if (truth == label).any()
    }
    return {**shares, "all": float(right.mean())}


def plane(x: NDArray[Any], across: int, up: int, columns: int = 60) -> NDArray[np.float64]:
    """Return rows of three features that fill the plane of two of them, as a map's background asks for.

    The third feature is what it is on average for the recordings near a place.

    Args:
        x: recordings, shape (people, 3).
        across: the feature of the horizontal axis.
        up: the feature of the vertical axis.
        columns: places in each direction.

    Returns:
        Shape (columns * columns, 3), row after row of the map from its bottom.
    """
    third = 3 - across - up
    low, high = x.min(axis=0), x.max(axis=0)
    room = 0.05 * (high - low)
    sides = [np.linspace(low[each] - room[each], high[each] + room[each], columns) for each in (across, up)]
    places = np.stack(np.meshgrid(*sides), axis=-1).reshape(-1, 2)
    reach = _SMOOTHING * (high - low)[[across, up]]
    apart = ((places[:, None, :] - x[None, :, [across, up]]) / reach) ** 2  # (places, people, 2)
    distance = apart.sum(axis=-1)
    near = np.exp(-0.5 * (distance - distance.min(axis=1, keepdims=True)))
    usual = (near * x[None, :, third]).sum(axis=1) / near.sum(axis=1)
    rows = np.empty((len(places), 3))
    rows[:, [across, up]], rows[:, third] = places, usual
    return rows
