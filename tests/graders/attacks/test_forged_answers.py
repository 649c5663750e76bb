"""Whatever a hostile child answers, every check of every exercise comes to a verdict about the submission.

Not to a fault of the grader, which would ask for a person and keep a class from ending well.
"""

from __future__ import annotations

import inspect
import random
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from graders.grading.exercise import Exercise, list_exercises
from graders.grading.materials import Materials, materials_of
from graders.grading.results import Status
from graders.grading.verdicts import Verdict, check_result, verdict_of
from graders.sandbox import ChildDied, LearnerError, Opaque, ProtocolError, TimedOut
from graders.sandbox.wire import Message, decode, encode
from tests.graders.attacks.attack_file import SMALL
from tests.graders.attacks.attack_run import checks_of

EXERCISES = [*list_exercises(), SMALL]
CHECKS = [(exercise, check.name) for exercise in EXERCISES for check in exercise.checks]
ROUNDS = 80

FAILURES = [
    LearnerError("\x1b[2J", "\ud800" * 10, notes=("passed",)),
    ProtocolError("garbage"),
    ChildDied("exit code 0"),
    TimedOut(2.0, "cpu"),
]
NUMBERS = [0, 1, -1, 2, 3, 10, True, False, 2**63, 10**400, -(10**400), 10**4200, 0.5, 0.995, 99.5, -0.0]
NUMBERS += [float("nan"), float("inf"), float("-inf"), 1e308]
TEXTS = [
    "",
    "none",
    "history",
    "model",
    "pair",
    "\ud800",
    "\x1b[2J",
    "{}",
    '{"class_name": 1}',
    "[" * 5000,
    "x" * 9000,
]
THINGS = [None, Opaque("Model", "passed"), Opaque("", "\ud800")]


class Forger:
    """Makes up answers, among them those that look like what the exercise's probe says.

    Args:
        exercise: whose probe and checks name the fields.
        seed: of the random choices.
    """

    def __init__(self, exercise: Exercise, seed: int) -> None:
        source = exercise.probe_source + (exercise.folder / f"test_{exercise.id}.py").read_text(
            encoding="utf-8"
        )
        self._fields = sorted(set(re.findall(r'"([A-Za-z_]{2,30})"', source))) or ["answer"]
        self._random = random.Random(seed)

    def answer(self) -> Any:
        """Return one answer as it would arrive, or raise what a dead child would."""
        if self._random.random() < 0.1:
            raise self._random.choice(FAILURES)
        # Most are objects with every field that there may be, so that checks get past their first look.
        whole = self._random.random() < 0.6
        answer = {name: self._value(2) for name in self._fields} if whole else self._value(3)
        return decode(encode(Message(1, "answer", answer))).payload

    def _value(self, depth: int) -> Any:
        kind = self._random.randrange(8 if depth else 5)
        if kind < 5:
            return [
                self._random.choice(NUMBERS),
                *map(self._random.choice, (NUMBERS, TEXTS, THINGS)),
                self._array(),
            ][kind]
        size = self._random.choice([0, 1, 1, 2, 3, 12])
        if kind == 5:
            one = self._value(0)
            return [one] * size  # of one kind, as lists of epochs and accuracies are
        if kind == 6:
            return [self._value(depth - 1) for _ in range(size)]
        return {self._random.choice(self._fields): self._value(depth - 1) for _ in range(size)}

    def _array(self) -> np.ndarray:
        shape = self._random.choice([(), (0,), (2,), (3, 4), (2, 0, 5), (1,) * 8])
        dtype = self._random.choice(["float32", "int64", "bool", "float16", "uint8"])
        fill = self._random.choice([0, 1, np.nan]) if dtype.startswith("float") else 1
        return np.full(shape, fill, dtype)


class ForgingSubmission:
    """Stands for a submission whose process answers as a :class:`Forger` does."""

    definitions: dict[str, Any] = {}
    notes: tuple[str, ...] = ()

    def __init__(self, forger: Forger, materials: Materials) -> None:
        self._forger = forger
        self.materials = materials

    def defines(self, _: str) -> bool:
        return True

    def is_stub(self, _: str) -> bool:
        return False

    def require(self, *_: str) -> None:
        """A forging process says that everything is there."""

    def probe(self, *_: Any, **__: Any) -> Any:
        return self._forger.answer()

    def call(self, *_: Any, **__: Any) -> Any:
        return self._forger.answer()

    def once(self, _: str, make: Callable[[], Any]) -> Any:
        return make()


class ForgingEvaluator:
    """Stands for a forged model whose outputs have passed the evaluator's own check: finite, one row a question."""

    def __init__(self, seed: int) -> None:
        self._shape = [(), (1,), (9,), (10,), (12,), (10, 3)][seed % 6]

    def predict(self, _: Any, x: Any) -> np.ndarray:
        return np.zeros((len(x), *self._shape))


@pytest.fixture(scope="module", autouse=True)
def drawn_once() -> Iterator[None]:
    """Keep every picture that a check draws: it would be drawn anew for each answer, which takes minutes."""
    with pytest.MonkeyPatch.context() as patch:
        for exercise in EXERCISES:
            suite = inspect.getmodule(next(iter(checks_of(exercise).values())))
            for name, draw in list(vars(suite).items()):
                if name.startswith("draw_"):
                    patch.setattr(suite, name, kept(draw))
        yield


def kept(draw: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function that draws once for the same plain arguments; from a generator it draws as ever."""
    once = cache(draw)

    def drawn(*args: Any, **kwargs: Any) -> Any:
        plain = all(isinstance(each, int | float | str) for each in (*args, *kwargs.values()))
        return (once if plain else draw)(*args, **kwargs)

    return drawn


@cache
def drawn(folder: Path) -> Materials:
    """Return what lies in the learner's folder: the same for all answers, because drawing takes longer than judging."""
    return materials_of(folder, 0)


def verdict_on(exercise: Exercise, name: str, seed: int) -> Verdict:
    fixtures = {
        "submission": ForgingSubmission(Forger(exercise, seed), drawn(exercise.folder)),
        "evaluator": ForgingEvaluator(seed),
        "rng": np.random.default_rng(0),  # one set of questions, whose pictures are drawn once
    }
    check = checks_of(exercise)[name]
    try:
        check(**{key: fixtures[key] for key in inspect.signature(check).parameters})
    except Exception as raised:
        return verdict_of(raised)
    return verdict_of(None)


@pytest.mark.parametrize(("exercise", "name"), CHECKS, ids=lambda each: getattr(each, "id", each))
def test_no_answer_makes_a_check_the_graders_fault(exercise: Exercise, name: str) -> None:
    for seed in range(ROUNDS):
        verdict = verdict_on(exercise, name, seed)
        assert verdict.status is not Status.GRADER_ERROR, f"answers of seed {seed}: {verdict.message}"
        shown = check_result(verdict, name=name, description="", max_points=1, hints=(), seconds=0)
        assert len(shown.message) < 20_000, f"answers of seed {seed}"
        shown.message.encode("utf-8")


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.id)
def test_random_answers_pass_next_to_no_check(exercise: Exercise) -> None:
    lucky = {
        check.name: sum(
            verdict_on(exercise, check.name, seed).status is Status.PASSED for seed in range(ROUNDS // 2)
        )
        for check in exercise.checks
    }
    # A check that only asks whether something stays away (no stop, at most ten epochs) is passed by silence.
    earned = sum(check.points * lucky[check.name] for check in exercise.checks) / (ROUNDS // 2)
    assert earned < 0.15 * exercise.points, lucky
