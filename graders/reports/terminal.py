"""One submission for a person: in colour on a terminal, plain in a pipe or a log."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.console import Group, RenderableType
from rich.constrain import Constrain
from rich.padding import Padding
from rich.text import Text

from graders.grading.results import CheckResult, Status, SubmissionResult
from graders.reports.text import shown, shown_line
from graders.reports.wording import (
    CHECK_WORDS,
    MARKS,
    SUBMISSION_WORDS,
    confinement_line,
    explanation,
    points,
    score_line,
    title,
)

_STYLES = {
    Status.PASSED: "green",
    Status.FAILED: "red",
    Status.NOT_ATTEMPTED: "cyan",
    Status.SKIPPED: "cyan",
    Status.ERRORED: "red",
    Status.TIMED_OUT: "yellow",
    Status.OUT_OF_MEMORY: "yellow",
    Status.GRADER_ERROR: "magenta",
}
_MESSAGE_LIMIT = 2_000  # characters of one message: about a screen


@dataclass(frozen=True)
class _Paragraph:
    """A paragraph of the report: ``lead`` is set in ``style``, ``body`` follows it in the default colour."""

    body: str
    lead: str = ""
    style: str = ""
    indent: int = 0


def render_submission(result: SubmissionResult, *, width: int = 100) -> RenderableType:
    """Return the report of one submission for a rich console.

    Args:
        result: the submission's result.
        width: most columns to fill; a narrower console wins.
    """
    blocks: list[RenderableType] = []
    for paragraph in _paragraphs(result):
        text = Text()
        text.append(paragraph.lead, style=paragraph.style)
        text.append(paragraph.body)
        blocks.append(Padding(text, (0, 0, 0, paragraph.indent), expand=False))
    return Constrain(Group(*blocks), width)


def plain_submission(result: SubmissionResult) -> str:
    """Return the same report as text without colours, unwrapped, ending in a line end: for pipes and logs."""
    lines = (
        textwrap.indent(paragraph.lead + paragraph.body, " " * paragraph.indent)
        for paragraph in _paragraphs(result)
    )
    return "\n".join(lines) + "\n"


def plain_class(results: Sequence[SubmissionResult]) -> str:
    """Return a few lines about a whole class: how many of each outcome, and who needs a person.

    Args:
        results: the results of the class, in any order.
    """
    if not results:
        return "No submission was graded.\n"
    lines = [f"{len(results)} {'submission' if len(results) == 1 else 'submissions'} graded."]
    for status in Status:
        count = sum(result.status is status for result in results)
        if count:
            lines.append(f"  {MARKS[status]} {SUBMISSION_WORDS[status]}: {count}")
    needing = [result for result in results if result.status is Status.GRADER_ERROR]
    lines += [f"Needs a person: {title(result)}" for result in needing[:10]]
    if len(needing) > 10:
        lines.append(f"... and {len(needing) - 10} more: see index.html.")
    return "\n".join(lines) + "\n"


def _paragraphs(result: SubmissionResult) -> Iterator[_Paragraph]:
    yield _Paragraph("", lead=title(result), style="bold")
    if result.problem:
        yield _Paragraph(shown(result.problem, _MESSAGE_LIMIT), lead="Problem: ", style="bold red")
    for check in result.checks:
        yield from _check_paragraphs(check)
    for note in result.notes:
        yield _Paragraph(shown(note, _MESSAGE_LIMIT), lead="Note: ", style="bold")
    if result.unconfined or result.lacking:
        yield _Paragraph(confinement_line(result), lead="Warning: ", style="bold yellow")
    else:
        yield _Paragraph(confinement_line(result))
    yield _Paragraph("", lead=score_line(result), style="bold")


def _check_paragraphs(check: CheckResult) -> Iterator[_Paragraph]:
    description = shown_line(check.description or check.name, 400)
    yield _Paragraph(
        f": {description} ({points(check)})",
        lead=f"{MARKS[check.status]} {CHECK_WORDS[check.status]}",
        style=_STYLES[check.status],
    )
    for label, text in explanation(check, _MESSAGE_LIMIT):
        if label and "\n" in text:
            yield _Paragraph("", lead=f"{label}:", style="bold", indent=4)
            yield _Paragraph(text, indent=6)
        else:
            yield _Paragraph(text, lead=f"{label}: " if label else "", style="bold", indent=4)
