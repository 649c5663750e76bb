"""The lesson Before you begin, as a script with workers that answer as real ones do."""

from __future__ import annotations

import json
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from dashboard.experiments.environment import FILE, Environment
from dashboard.experiments.old_programs import OLD_PROGRAMS
from dashboard.experiments.runs import HOME_VARIABLE
from dashboard.experiments.trials import TrialOutcome, trial_file
from dashboard.workers.questions import AskError
from tests.dashboard.lessons.lesson_pages import open_lesson, use_pool, words

FOUND = Environment("3.11.9", "2.21.1", "3.15.2", "tensorflow", "2.3.4", "1.67.0", {"CPU": 1}, 6, 0, 1)
ERROR = "TypeError: '>' not supported between instances of 'NoneType' and 'float'"
OUTCOMES = {
    "key-acc": TrialOutcome({"acc": [0.7], "loss": [0.9]}),
    "key-mixed": TrialOutcome(error=ERROR),
}


@dataclass
class AnsweringPool:
    """Stands in for the workers."""

    questions: list[dict] = field(default_factory=list)
    silent: bool = False
    refuses: bool = False

    def ask_without_run(self, folder: Path, question: dict, _learner: str) -> Future[Path]:
        self.questions.append(question)
        answer: Future[Path] = Future()
        if self.refuses:
            answer.set_exception(AskError("The workers are closed."))
        elif not self.silent:
            folder.mkdir(parents=True, exist_ok=True)
            answer.set_result(folder / self._answer(folder, question))
        return answer

    def _answer(self, folder: Path, question: dict) -> str:
        if question["what"] == "environment":
            (folder / FILE).write_text(json.dumps(FOUND.to_json()))
            return FILE
        name = trial_file(question["trial"])
        (folder / name).write_text(json.dumps(OUTCOMES[question["trial"]].to_json()))
        return name


@pytest.fixture
def pool(monkeypatch, tmp_path):
    answering = AnsweringPool()
    use_pool(monkeypatch, answering)
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path))
    return answering


def lesson(**address):
    return open_lesson("before-you-begin", **address)


def here(at):
    table = at.table[0].value
    return dict(zip(table["part"], table["here"], strict=True))


def test_what_runs_here_is_what_a_worker_said(pool):
    assert here(lesson()) == {
        "Python": "3.11.9",
        "TensorFlow": "2.21.1",
        "Keras": "3.15.2 on tensorflow",
        "NumPy": "2.3.4",
        "Streamlit": "1.67.0",
        "Devices": "1 CPU, no GPU",
        "Cores": "6",
        "Threads": "as many as TensorFlow likes, 1",
    }


def test_the_table_has_its_size_before_a_worker_has_answered(pool):
    pool.silent = True
    at = lesson()

    assert list(here(at).values()) == ["…"] * 8
    assert "A worker is asked" in words(at)


def test_workers_that_cannot_say_are_told_of(pool):
    pool.refuses = True

    assert "No worker could say it. The workers are closed." in words(lesson())


def test_a_worker_is_asked_once_a_visit(pool):
    at = lesson()
    at.run()

    assert [question["what"] for question in pool.questions] == ["environment"]


def test_the_first_example_is_translated_when_the_page_opens(pool):
    at = lesson()

    assert "**4 lines translated.**" in words(at)
    assert "logs.get('accuracy')" in new_code(at)


@pytest.mark.parametrize("program", OLD_PROGRAMS, ids=lambda program: program.id)
def test_an_example_is_loaded_with_one_click(pool, program):
    at = lesson()
    at.button(key=f"translator-load-{program.id}").click().run()

    assert not at.exception
    assert new_code(at) not in ("", program.source)


def new_code(at):
    return at.code[0].value


def test_both_programs_are_run_and_the_prediction_stands_beside_the_outcome(pool):
    at = lesson()
    at.radio(key="old-key_choice").set_value(0).run()
    at.button(key="translator-keys-run").click().run()

    assert "Compiled with `'acc'`: it stops after epoch 1 of 5, and its history has `acc`, `loss`." in words(
        at
    )
    assert f"Compiled with `'accuracy'`: it stops with `{ERROR}`." in words(at)
    assert "Both: the names mean the same" in words(at)
    assert at.radio(key="old-key_choice").disabled
