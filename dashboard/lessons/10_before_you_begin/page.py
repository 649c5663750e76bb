"""Before you begin: what runs here, a translator for old programs, and what half a translation does."""

from __future__ import annotations

from dashboard.components.code_translator import code_translator
from dashboard.components.environment_table import environment_table
from dashboard.components.key_programs import key_programs
from dashboard.components.lesson_page import prose
from dashboard.components.quiz import Question
from dashboard.experiments.old_programs import OLD_PROGRAMS
from dashboard.lessons import Lesson

KEY = "translator"
QUESTION = Question(
    "old-key",
    "Which of the two runs today, and stops training once it is 60 % accurate?",
    (
        "Both: the names mean the same",
        "Only the one compiled with 'acc'",
        "Only the one compiled with 'accuracy'",
        "Neither: 'acc' is gone",
    ),
    (
        "Keras knows both words for the same metric, but it files the numbers under the word that you gave it. Asked "
        "for another word, `logs.get` returns None, and None cannot be compared with 0.6.",
        "Here 'acc' is in both places. Keras still takes it, and files the numbers under 'acc'. It is the "
        "half-translated program that fails: `logs.get('acc')` is None, which cannot be compared with 0.6.",
        "That would be so if the callback asked for 'accuracy' as well. It asks for 'acc', finds nothing under "
        "that name, and None cannot be compared with 0.6.",
        "The word still works as a metric's name, if it is used everywhere. So old programs may run as they are; "
        "it is mixing old and new that breaks them.",
    ),
)


def render(lesson: Lesson) -> None:
    """Draw the lesson."""
    prose(lesson, "intro")
    prose(lesson, "here")
    environment_table(f"{KEY}-here")
    prose(lesson, "translator")
    code_translator(KEY, OLD_PROGRAMS)
    prose(lesson, "question")
    key_programs(f"{KEY}-keys", QUESTION)
    for section in ("why", "notes-today"):
        prose(lesson, section)
