"""The proxy between a check and the learner's process, with a process that is made up."""

from __future__ import annotations

import pytest

from graders.grading.exercise import find_exercise
from graders.grading.proxy import SubmissionProxy
from graders.grading.submission import Submission
from graders.sandbox import LearnerError, Limits, TimedOut

EXERCISE = find_exercise("callbacks")
REPORT = {"syntax_error": None, "notes": [], "definitions": {}, "names": []}


class MadeUpChild:
    """Answers everything at once, and says that each question took a second of computing."""

    started: list[MadeUpChild] = []

    def __init__(self, _address: str, _limits: Limits) -> None:
        self.layers = ("user",)
        self.stdout = self.stderr = ""
        self.cpu_seconds = 0.0
        self.asked: list[str] = []
        self.seeds: list[int] = []
        self.started.append(self)

    def ask(self, kind, **fields):
        self.asked.append(kind)
        if kind == "load":
            self.seeds.append(fields["seed"])
            return REPORT
        if kind == "call":
            self.cpu_seconds += 1.0
        return None

    def close(self):
        pass


@pytest.fixture
def proxy(monkeypatch):
    monkeypatch.setattr("graders.grading.proxy.Child", MadeUpChild)
    monkeypatch.setattr(MadeUpChild, "started", [])
    made = SubmissionProxy(Submission("ana", "callbacks", "callbacks.py", b"x = 1\n"), EXERCISE, "", seed=7)
    yield made
    made.close()


def test_a_submission_that_is_slow_in_every_question_is_stopped_in_the_end(proxy):
    most = 4 * EXERCISE.limits.cpu_seconds
    for _ in range(int(most) + 1):
        proxy.call("largest_gap")
    with pytest.raises(TimedOut) as caught:
        proxy.call("largest_gap")
    assert (caught.value.seconds, caught.value.which) == (most, "cpu")
    assert most < MadeUpChild.started[0].cpu_seconds <= most + 1


def test_a_fresh_child_does_not_start_the_count_anew(proxy):
    # The computing time of children that are gone counts too.
    for _ in range(int(4 * EXERCISE.limits.cpu_seconds) + 1):
        proxy.call("largest_gap")
    proxy.close()
    with pytest.raises(TimedOut):
        proxy.call("largest_gap")


def test_the_childs_seed_is_not_the_one_that_the_questions_are_drawn_from(proxy):
    proxy.call("largest_gap")
    assert MadeUpChild.started[0].seeds
    assert 7 not in MadeUpChild.started[0].seeds


def test_a_probe_without_the_function_asked_for_is_a_fault_of_the_suite(proxy):
    with pytest.raises(LookupError, match="has no function nonsense"):
        proxy.probe("nonsense")


def test_what_several_checks_look_at_is_made_once(proxy):
    made = []

    def make():
        made.append(len(made))
        if not made[:-1]:
            raise ValueError("the first attempt fails, and is not kept")
        return made[-1]

    with pytest.raises(ValueError, match="not kept"):
        proxy.once("training", make)
    assert [proxy.once("training", make), proxy.once("training", make)] == [1, 1]
    assert proxy.once("another", lambda: 7) == 7


def test_a_probe_that_fails_only_beside_the_submission_is_the_submissions_doing(proxy, monkeypatch):
    class Broken(MadeUpChild):
        def ask(self, kind, **fields):
            if kind == "probe" and "load" in self.asked:
                raise LearnerError("ModuleNotFoundError", "import of numpy halted")
            return super().ask(kind, **fields)

    monkeypatch.setattr("graders.grading.proxy.Child", Broken)
    for _ in range(2):
        with pytest.raises(LearnerError, match="import of numpy halted"):
            proxy.call("largest_gap")
    # With everything, with definitions only, and without the submission; it is not tried again for the next check.
    assert [child.asked.count("load") for child in Broken.started] == [1, 1, 0]


def test_a_probe_that_fails_by_itself_is_a_fault_of_the_suite(proxy, monkeypatch):
    class Broken(MadeUpChild):
        def ask(self, kind, **fields):
            if kind == "probe":
                raise LearnerError("ModuleNotFoundError", "No module named 'nowhere'")
            return super().ask(kind, **fields)

    monkeypatch.setattr("graders.grading.proxy.Child", Broken)
    with pytest.raises(RuntimeError, match="the suite's probe cannot be loaded"):
        proxy.call("largest_gap")
