"""Questions that wait for a worker: whose turn it is, which are dropped, and how each is settled."""

from pathlib import Path

import pytest

from dashboard.experiments.config import TrainingConfig
from dashboard.workers.messages import Ask
from dashboard.workers.questions import AskError, Questions, refused


def ask(name, **question):
    return Ask(name, "r", "/runs/r", TrainingConfig(), question)


def test_questions_are_taken_in_the_order_they_came():
    questions = Questions()
    for name in ("a", "b"):
        questions.add(ask(name), "ana")
    assert [questions.take().id, questions.take().id, questions.take()] == ["a", "b", None]


def test_an_answer_is_a_file_in_the_runs_folder():
    questions = Questions()
    answer = questions.add(ask("a"), "ana")
    questions.take()
    questions.answer("a", "look.npz")
    assert answer.result(0) == Path("/runs/r/look.npz")


def test_an_answer_never_leaves_the_runs_folder():
    questions = Questions()
    answer = questions.add(ask("a"), "ana")
    questions.take()
    questions.answer("a", "../../secret")
    assert answer.result(0) == Path("/runs/r/secret")


def test_a_newer_question_for_a_slot_takes_the_place_of_one_that_waits():
    questions = Questions()
    older = questions.add(ask("a", slot="picture"), "ana")
    others = [questions.add(ask("b", slot="layer"), "ana"), questions.add(ask("c", slot="picture"), "ben")]
    questions.add(ask("d", slot="picture"), "ana")
    with pytest.raises(AskError, match="newer question"):
        older.result(0)
    assert not any(other.done() for other in others)
    assert [questions.take().id for _ in range(3)] == ["b", "c", "d"]


def test_a_question_that_a_worker_has_is_not_dropped():
    questions = Questions()
    older = questions.add(ask("a", slot="picture"), "ana")
    questions.take()
    questions.add(ask("b", slot="picture"), "ana")
    questions.answer("a", "file")
    assert older.result(0).name == "file"


def test_questions_without_a_slot_all_wait():
    questions = Questions()
    answers = [questions.add(ask(name), "ana") for name in "abc"]
    assert not any(answer.done() for answer in answers)


def test_a_learner_cannot_fill_the_queue():
    questions = Questions()
    answers = [questions.add(ask(str(number)), "ana") for number in range(20)]
    with pytest.raises(AskError, match="Too many"):
        answers[-1].result(0)
    assert not questions.add(ask("x"), "ben").done()
    assert questions.learners() == {"ana", "ben"}


def test_a_question_nobody_waits_for_is_passed_over():
    questions = Questions()
    assert questions.add(ask("a", slot="s"), "ana").cancel()
    questions.add(ask("b", slot="s"), "ana")
    assert questions.take().id == "b"
    assert questions.take() is None


def test_closing_refuses_all_and_later_answers_change_nothing():
    questions = Questions()
    taken, waiting = questions.add(ask("a"), "ana"), questions.add(ask("b"), "ana")
    questions.take()
    questions.close("We close.")
    questions.answer("a", "file")
    for answer in (taken, waiting, refused("We close.")):
        with pytest.raises(AskError, match="We close"):
            answer.result(0)
