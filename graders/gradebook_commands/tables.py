"""What the ``gradebook`` commands print: lines for people, or JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, is_dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from graders.gradebook.attempts import PastAttempt
from graders.gradebook.clock import When
from graders.gradebook.grades import Grade
from graders.gradebook.history import Kind, PastEvent
from graders.gradebook.policy import ExercisePolicy, LateRule
from graders.reports.text import shown_line

_Found = TypeVar("_Found")
_NAME = 40  # characters of a learner's name in a table
_TEXT = 300


@dataclass(frozen=True)
class LearnerView:
    """All that the gradebook holds of one learner."""

    grades: tuple[Grade, ...]
    attempts: tuple[PastAttempt, ...]
    history: tuple[PastEvent, ...]


def show(found: _Found, lines: Callable[[_Found], Iterable[str]], *, as_json: bool) -> None:
    """Print what was found as lines for people or as one JSON value."""
    if as_json:
        print(json.dumps(plain(found), indent=2))
    else:
        for one in lines(found):
            print(one)


def plain(value: Any) -> Any:
    """Return dataclasses, moments and lengths of time as JSON values: UTC moments in ISO, lengths in seconds."""
    if is_dataclass(value) and not isinstance(value, type):
        return plain(asdict(value))
    if isinstance(value, Mapping):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    return value.total_seconds() if isinstance(value, timedelta) else value


def name(learner: str, learner_id: int) -> str:
    """Return a learner's name fit for a terminal, with the learner's number where it cannot be typed as it is."""
    shown = shown_line(learner, _NAME)
    plain_name = shown == learner and not learner.startswith("#")
    return shown if plain_name else f"{shown} (#{learner_id})"


def line(text: str) -> str:
    """Return untrusted text fit for one line of a terminal."""
    return shown_line(text, _TEXT)


def grade_lines(grades: Sequence[Grade]) -> list[str]:
    """Return a table of grades."""
    if not grades:
        return ["Nothing is recorded yet."]
    return _table(
        ("learner", "exercise", "points", "status", "attempts", "late", "remarks"),
        [
            (
                name(grade.learner, grade.learner_id),
                grade.exercise,
                _points(grade.points, grade.max_points),
                grade.status,
                str(grade.attempts),
                f"{grade.late_days} d" if grade.late_days else "",
                line(grade.reason),
            )
            for grade in grades
        ],
    )


def learner_lines(view: LearnerView) -> list[str]:
    """Return the grades, attempts with their results, and history of one learner."""
    counting = {grade.attempt_id for grade in view.grades if not grade.overridden}
    lines = grade_lines(view.grades)
    for attempt in view.attempts:
        mark = "  <- counts" if attempt.id in counting else ""
        source = line(attempt.source)
        lines += ["", f"attempt {attempt.id}: {attempt.exercise}, {source}{mark}"]
        lines.append(f"  handed in {_moment(attempt.submitted_at)} ({_ORIGINS[attempt.submitted_from]})")
        lines += [
            f"  graded    {_moment(one.recorded_at)}  {_points(one.points, one.max_points)} {one.status}"
            f"  suite {one.suite[:12]}  seed {one.seed}"
            for one in attempt.results
        ]
    return [*lines, "", "history", *(f"  {one}" for one in history_lines(view.history))]


_ORIGINS = {
    "given": "given by a person",
    "file": "the file's time",
    "zip": "the time in the zip",
    "graded": "the time of grading, because no other is known",
}


def history_lines(events: Sequence[PastEvent]) -> list[str]:
    """Return one line an event, oldest first."""
    if not events:
        return ["Nothing has happened."]
    return [
        f"{_moment(event.at)}  {shown_line(event.who, _NAME)}  {event.kind}{_about(event)}"
        f"{_difference(event)}{_rule(event)}: {line(event.why) or 'no reason given'}"
        for event in events
    ]


def change_lines(events: Sequence[PastEvent]) -> list[str]:
    """Return whose grade changed, from what to what and why, with the checks that changed."""
    if not events:
        return ["No grade has changed."]
    lines = []
    for event in events:
        why = line(event.why) or "no reason given"
        lines.append(
            f"{shown_line(event.learner or '', _NAME)}  {event.exercise}  {_worth(event.points_before)} -> "
            f"{_worth(event.points_after)}{_kept(event)}  {_moment(event.at)}, {event.kind} by "
            f"{shown_line(event.who, _NAME)}: {why}"
        )
        lines += [f"    {_check_change(check)}" for check in event.details.get("checks", ())]
    return lines


def _kept(event: PastEvent) -> str:
    after = event.details.get("grade_after") or {}
    return " (set by hand, stays)" if event.kind is Kind.REGRADED and after.get("overridden") else ""


def _check_change(check: Mapping[str, Any]) -> str:
    before, after = (_verdict(check[side]) for side in ("before", "after"))
    return f"{line(str(check['name']))}: {before} -> {after}"


def _verdict(verdict: Mapping[str, Any] | None) -> str:
    if verdict is None:
        return "not there"
    return f"{verdict['status']} ({_points(verdict['points'], verdict['max_points'])})"


def rule_lines(policies: Mapping[str, ExercisePolicy]) -> list[str]:
    """Return the rules of each exercise in words."""
    if not policies:
        return ["No exercise has attempts or rules yet; the best attempt counts, and there is no deadline."]
    return [
        f"{exercise}: the {policy.counts} attempt counts; {_late(policy.late)}"
        for exercise, policy in policies.items()
    ]


def _late(rule: LateRule) -> str:
    if rule.deadline is None:
        return "no deadline"
    parts = [f"deadline {When(rule.deadline, rule.zone)}"]
    if rule.grace:
        parts.append(f"grace {rule.grace}")
    if not rule.percent_per_day or not rule.cap_percent:
        parts.append("lateness costs nothing")
    else:
        cap = f", at most {rule.cap_percent:g} %" if rule.cap_percent < 100 else ""
        parts.append(f"each started day late costs {rule.percent_per_day:g} % of the earned points{cap}")
    return ", ".join(parts)


def _about(event: PastEvent) -> str:
    learner = "" if event.learner is None else f" {shown_line(event.learner, _NAME)}"
    return f"{learner}{'' if event.exercise is None else f' {event.exercise}'}"


def _difference(event: PastEvent) -> str:
    if "grade_after" not in event.details or event.details["grade_after"] is None:
        return ""
    if event.details.get("grade_before") is None:
        return f" {_worth(event.points_after)}"
    if not event.changed_a_grade:
        return ""
    return f" {_worth(event.points_before)} -> {_worth(event.points_after)}"


def _rule(event: PastEvent) -> str:
    """Return what a new rule or extension says, as far as it differs from the one before."""
    if "until" in event.details:
        return f" until {event.details['until']}"
    if event.learner is not None or "policy_after" not in event.details:
        return ""
    before, after = event.details["policy_before"], event.details["policy_after"]
    changed = [f"{key} {after[key]}" for key in after if after[key] != before[key]]
    return f" {', '.join(changed)}" if changed else ""


def _worth(points: float | None) -> str:
    return "no points" if points is None else f"{points:g}"


def _points(points: float | None, max_points: float) -> str:
    return f"{'?' if points is None else f'{points:g}'}/{max_points:g}"


def _moment(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M:%S} UTC"


def _table(heading: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(len(row[column]) for row in [heading, *rows]) for column in range(len(heading))]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in [heading, *rows]
    ]
