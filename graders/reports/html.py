"""Pages for people: one a submission, one for the class.

A page is a single file: no network, no fonts, no scripts but one of ours, which a content security policy
pins by its hash. Learners' text is escaped by Jinja and cleaned, so it can neither run nor fool a reader.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import math
import re
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import quote

import jinja2
from markupsafe import Markup, escape

from graders.grading.results import Status, SubmissionResult
from graders.reports import wording
from graders.reports.matching import Attendance
from graders.reports.paths import report_paths
from graders.reports.side_by_side import sides_of
from graders.reports.summary import status_counts, summarise
from graders.reports.text import shown, shown_line
from graders.similarity.compare import Pair, Similarity
from graders.similarity.passages import Lines

_TEMPLATES = Path(__file__).parent / "templates"
_CODE = re.compile(r"`([^`\n]{1,200})`")


def submission_page(result: SubmissionResult, *, class_href: str = "") -> str:
    """Return the page of one submission.

    Args:
        result: the submission's result.
        class_href: relative link to the class's page; empty for a submission checked alone.
    """
    template = _environment().get_template("submission.html.j2")
    return template.render(result=result, class_href=class_href)


def pair_page(exercise: str, pair: Pair) -> str:
    """Return the page that shows two similar submissions side by side.

    Args:
        exercise: its id.
        pair: the two, with the passages in which they agree.
    """
    sources = (pair.first, pair.second)
    return (
        _environment()
        .get_template("similar.html.j2")
        .render(
            exercise=exercise,
            pair=pair,
            sources=sources,
            names=[shown_line(source.learner or source.path, 80) for source in sources],
            sides=sides_of(pair),
        )
    )


def class_page(
    results: Sequence[SubmissionResult],
    similar: Sequence[Similarity] = (),
    pair_paths: Mapping[tuple[str, int], PurePosixPath] | None = None,
    attendance: Attendance | None = None,
) -> str:
    """Return the page of a class: who needs a person, statistics by exercise, then every submission.

    Args:
        results: the class's results; the links lead to ``report_paths(results)``.
        similar: what comparing the submissions showed.
        pair_paths: where the page of each pair is.
        attendance: who of the class list handed in, if there is a list.
    """
    pages = [f"{quote(str(path))}.html" for path in report_paths(results)]
    rows = sorted(
        zip(results, pages, strict=True),
        key=lambda row: (row[0].learner.casefold(), row[0].learner, row[0].exercise, row[0].source),
    )
    return (
        _environment()
        .get_template("class.html.j2")
        .render(
            rows=rows,
            needing=[row for row in rows if row[0].status is Status.GRADER_ERROR],
            unconfined=sum(result.unconfined for result in results),
            weakly_confined=sum(bool(result.lacking) for result in results),
            counts=status_counts(results),
            exercises=summarise(results),
            similar={one.exercise: one for one in similar},
            pair_links={key: f"{quote(str(path))}.html" for key, path in (pair_paths or {}).items()},
            attendance=attendance,
        )
    )


def page_link(path: PurePosixPath) -> str:
    """Return the relative link from the page at ``path`` (``<learner>/<exercise>``) to the class's page."""
    return "../" * (len(path.parts) - 1) + "index.html"


@functools.cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "shown": shown,
        "shown_line": shown_line,
        "number": wording.number,
        "code": _with_code,
    }
    environment.globals |= _globals()
    return environment


def _globals() -> dict[str, Any]:
    style = _read("report.css")
    script = _read("sort.js")
    policy = (
        f"default-src 'none'; style-src '{_pin(style)}'; script-src '{_pin(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    return {
        "style": Markup(style),
        "script": Markup(script),
        # The policy is ours and holds no character that needs escaping inside double quotes.
        "policy": Markup(policy),
        "marks": wording.MARKS,
        "check_words": wording.CHECK_WORDS,
        "submission_words": wording.SUBMISSION_WORDS,
        "grader_error_note": wording.GRADER_ERROR_NOTE,
        "percent": wording.percent,
        "points": wording.points,
        "score_line": wording.score_line,
        "confinement_line": wording.confinement_line,
        "title": wording.title,
        "share": _share,
        "line_range": _line_range,
    }


def _share(part: float) -> str:
    return f"{math.floor(100 * part + 1e-9)} %"


def _line_range(lines: Lines) -> str:
    return f"line {lines.first}" if lines.first == lines.last else f"lines {lines.first} to {lines.last}"


def _with_code(text: str) -> Markup:
    """Return ``text`` escaped, with what stands between backticks set as code."""
    return Markup(_CODE.sub(r"<code>\1</code>", str(escape(text))))


def _read(name: str) -> str:
    return (_TEMPLATES / name).read_text(encoding="utf-8").strip()


def _pin(source: str) -> str:
    """Return the policy's name for this one inline style or script: its hash."""
    return "sha256-" + base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()
