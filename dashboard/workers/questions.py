"""Questions about trained models that wait for a worker, or are being answered."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path

from dashboard.workers import sentences
from dashboard.workers.messages import Ask

_MOST_WAITING = 12


class AskError(RuntimeError):
    """A question has no answer; the message is one sentence for a person."""


@dataclass
class _Question:
    command: Ask
    learner: str
    slot: str
    answer: Future[Path] = field(default_factory=Future)


class Questions:
    """First come, first served; a learner's newer question for a slot takes the place of one that still waits.

    Futures are settled by the calling thread, so what is attached to them must be short. Not thread-safe by itself.
    """

    def __init__(self) -> None:
        self._waiting: list[_Question] = []
        self._asked: dict[str, _Question] = {}

    def add(self, command: Ask, learner: str) -> Future[Path]:
        """Let a question wait.

        Args:
            command: the question; a member ``slot`` in it, any text, names what its answer is for.
            learner: who asks.

        Returns:
            The file with the answer, once it is there; else an ``AskError``.
        """
        question = _Question(command, learner, str(command.question.get("slot", "")))
        if question.slot:
            self._drop_older(question)
        if sum(other.learner == learner for other in self._waiting) >= _MOST_WAITING:
            _refuse(question, sentences.TOO_MANY_QUESTIONS)
        else:
            self._waiting.append(question)
        return question.answer

    def take(self) -> Ask | None:
        """Remove and return the next question; None if none waits."""
        while self._waiting:
            question = self._waiting.pop(0)
            if question.answer.set_running_or_notify_cancel():  # whoever asked may have lost interest
                self._asked[question.command.id] = question
                return question.command
        return None

    def learners(self) -> set[str]:
        """Return whose questions wait."""
        return {question.learner for question in self._waiting}

    def answer(self, question_id: str, file: str, problem: str = "") -> None:
        """Settle a question that was taken; one that is not known is no error.

        Args:
            question_id: the command's id.
            file: name of the file in the run's folder, or empty.
            problem: why there is none, else empty.
        """
        question = self._asked.pop(question_id, None)
        if question is None:
            return
        if problem or not file:
            _refuse(question, problem or sentences.LOST_QUESTION)
        else:
            question.answer.set_result(Path(question.command.folder) / Path(file).name)

    def close(self, problem: str) -> None:
        """Refuse all questions."""
        questions = [*self._waiting, *self._asked.values()]
        self._waiting.clear()
        self._asked.clear()
        for question in questions:
            _refuse(question, problem)

    def _drop_older(self, question: _Question) -> None:
        older = [
            other
            for other in self._waiting
            if (other.learner, other.slot) == (question.learner, question.slot)
        ]
        for other in older:
            self._waiting.remove(other)
            _refuse(other, sentences.NEWER_QUESTION)


def _refuse(question: _Question, problem: str) -> None:
    if not question.answer.cancelled():
        question.answer.set_exception(AskError(problem))


def refused(problem: str) -> Future[Path]:
    """Return the answer to a question that cannot be asked at all."""
    answer: Future[Path] = Future()
    answer.set_exception(AskError(problem))
    return answer
