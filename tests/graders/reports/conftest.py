"""Results to report on: ordinary ones, and ones full of what hostile learners write."""

from collections.abc import Callable

import pytest

from graders.grading.results import CheckResult, Status, SubmissionResult

MakeCheck = Callable[..., CheckResult]
MakeResult = Callable[..., SubmissionResult]

HOSTILE_TEXTS = {
    "markup": "<script>alert(1)</script>",
    "attribute": "\"' onload=alert(1) x='",
    "template": "{{ 7 * 7 }}{% raw %}",
    "cdata": "]]><x/>&lt;&#0;&nbsp;",
    "nul": "a\x00b",
    "controls": "".join(map(chr, range(0x20))) + "\x7f\x85\x9b",
    "escape": "\x1b]0;owned\x07\x1b[2Jtext\x1b[31m",
    "surrogates": "\ud800x\udfff",
    "noncharacters": "\ufffe\uffff",
    "separators": "one\u2028two\u2029three\x0bfour",
    "direction": "\u202egpj.exe",
    "formula": "=cmd|' /C calc'!A0",
    "plus": "+1+1",
    "minus": "-1",
    "at": "@SUM(A1)",
    "tab": "\t=1+1",
    "return": "\r=1+1",
    "wide formula": "＝1+1",
    "quotes": 'a"b;c,d\ne',
    "path": "../../../etc/passwd",
    "markup of rich": "[bold red]x[/] :smile:",
    "megabyte": "x" * 1_000_000,
    "empty": "",
    "emoji": "😀é\u0301",
}


@pytest.fixture(scope="session")
def make_check() -> MakeCheck:
    """Return a function that makes one check's result; keywords replace the defaults."""

    def make(
        status: Status | str = Status.PASSED, name: str = "stops_training", **fields: object
    ) -> CheckResult:
        status = Status(status)
        defaults = {
            "description": "Training stops once accuracy passes 60 %",
            "points": 2.0 if status is Status.PASSED else 0.0,
            "max_points": 2.0,
            "seconds": 0.5,
        }
        return CheckResult(name=name, status=status, **(defaults | fields))

    return make


@pytest.fixture(scope="session")
def make_result(make_check: MakeCheck) -> MakeResult:
    """Return a function that makes one submission's result; keywords replace the defaults."""

    def make(
        *checks: CheckResult, learner: str = "Ana", exercise: str = "callbacks", **fields: object
    ) -> SubmissionResult:
        defaults = {
            "seconds": 1.25,
            "confinement": ("user", "pid", "landlock"),
            "seed": 7,
            "source": f"{learner}/{exercise}.py",
        }
        return SubmissionResult(learner=learner, exercise=exercise, checks=checks, **(defaults | fields))

    return make


@pytest.fixture(params=HOSTILE_TEXTS)
def hostile_text(request: pytest.FixtureRequest) -> str:
    """Return one text a hostile learner would try, by turns."""
    return HOSTILE_TEXTS[request.param]


@pytest.fixture
def hostile_result(hostile_text: str, make_check: MakeCheck, make_result: MakeResult) -> SubmissionResult:
    """Return a result in which every text is hostile."""
    checks = [
        make_check(
            status,
            name=f"{hostile_text}{status}",
            description=hostile_text,
            message=hostile_text,
            hint=hostile_text,
            hints=(hostile_text, hostile_text),
            expected=hostile_text,
            received=hostile_text,
            mistake=hostile_text,
        )
        for status in Status
    ]
    return make_result(
        *checks,
        learner=hostile_text,
        exercise=hostile_text,
        source=hostile_text,
        problem=hostile_text,
        stdout=hostile_text,
        stderr=hostile_text,
        notes=(hostile_text,),
        confinement=(hostile_text,),
    )
