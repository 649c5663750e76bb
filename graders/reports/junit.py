"""``junit.xml``: one test suite a submission, one test case a check, for continuous integration."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterable

from graders.grading.results import CheckResult, Status, SubmissionResult
from graders.reports.text import clean_line, shown, shown_line
from graders.reports.wording import CHECK_WORDS, GRADER_ERROR_NOTE, explained, points

_MESSAGE_LIMIT = 10_000  # characters of one message
_OUTPUT_LIMIT = 20_000  # characters of each output stream

# A failure is wrong work; an error is work that could not be judged to its end.
_ELEMENTS = {
    Status.FAILED: "failure",
    Status.ERRORED: "error",
    Status.TIMED_OUT: "error",
    Status.OUT_OF_MEMORY: "error",
    Status.GRADER_ERROR: "error",
    Status.SKIPPED: "skipped",
    Status.NOT_ATTEMPTED: "skipped",
}
_COUNTS = {"failures": "failure", "errors": "error", "skipped": "skipped"}


def to_junit(results: Iterable[SubmissionResult]) -> str:
    """Return a JUnit document; always well-formed XML, whatever the learners' files hold.

    A failed check is a failure; one that raised, timed out, ran out of memory or met a fault of the grader is
    an error; one skipped or not attempted is skipped. Score, seed and confinement are properties.
    A submission without any check has one test case, ``grading``, in error.
    """
    root = ET.Element("testsuites", name="graders")
    for result in results:
        root.append(_suite(result))
    _count(root)
    root.set("time", _time(sum(float(suite.get("time", "0")) for suite in root)))
    ET.indent(root)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _suite(result: SubmissionResult) -> ET.Element:
    name = (
        f"{clean_line(result.learner)}/{clean_line(result.exercise)}" if result.learner else result.exercise
    )
    suite = ET.Element("testsuite", name=shown_line(name, 300), time=_time(result.seconds))
    properties = ET.SubElement(suite, "properties")
    for key, value in _properties(result).items():
        ET.SubElement(properties, "property", name=key, value=shown_line(value, 1_000))
    class_name = shown_line(f"{result.exercise}.{result.learner}" if result.learner else result.exercise, 300)
    for check in result.checks:
        suite.append(_case(check, class_name))
    if not result.checks:
        case = ET.SubElement(suite, "testcase", name="grading", classname=class_name, time="0.000")
        reason = result.problem or GRADER_ERROR_NOTE
        ET.SubElement(case, "error", type=result.status.value, message=shown_line(reason, 300))
    _count(suite)
    for tag, output in (("system-out", result.stdout), ("system-err", result.stderr)):
        if output:
            ET.SubElement(suite, tag).text = shown(output, _OUTPUT_LIMIT)
    return suite


def _case(check: CheckResult, class_name: str) -> ET.Element:
    case = ET.Element(
        "testcase", name=shown_line(check.name, 300), classname=class_name, time=_time(check.seconds)
    )
    tag = _ELEMENTS.get(check.status)
    if tag:
        reason = f"{CHECK_WORDS[check.status]}: {check.description}"
        outcome = ET.SubElement(case, tag, type=check.status.value, message=shown_line(reason, 300))
        outcome.text = f"{explained(check, _MESSAGE_LIMIT)}\n({points(check)})".lstrip()
    return case


def _properties(result: SubmissionResult) -> dict[str, str]:
    return {
        "status": result.status.value,
        "score": "" if result.status is Status.GRADER_ERROR else str(result.score),
        "max_score": str(result.max_score),
        "seed": str(result.seed),
        "confinement": ", ".join(result.confinement) or "none",
        "source": result.source,
        "problem": result.problem,
    }


def _count(element: ET.Element) -> None:
    """Set the totals that readers of JUnit files expect on a suite and on the root."""
    element.set("tests", str(sum(1 for _ in element.iter("testcase"))))
    for attribute, tag in _COUNTS.items():
        element.set(attribute, str(sum(1 for _ in element.iter(tag))))


def _time(seconds: float) -> str:
    return f"{seconds:.3f}"
