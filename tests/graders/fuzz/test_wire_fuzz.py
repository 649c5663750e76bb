"""Whatever bytes come from a child, in any split: an answer of plain data, or a failure with a name."""

import contextlib
import itertools
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graders.sandbox import ChildDied, ChildFailure, LearnerError, ProtocolError
from graders.sandbox.wire import PREFIX, Message, decode, encode
from tests.graders.fuzz.far_side import ANSWER_BYTES, judge, use
from tests.graders.fuzz.frames import FuzzerChoices, frame, script

ANSWER = encode(Message(1, "answer", {"a": np.arange(6.0), "b": [1, "x"]}))


@settings(max_examples=300)
@given(st.binary(max_size=600))
def test_whatever_a_child_does_the_judge_goes_on(data):
    judge(script(data))


@settings(max_examples=300)
@given(st.binary(min_size=40, max_size=400))
def test_frames_that_are_nearly_right_are_answers_or_protocol_errors(data):
    with contextlib.suppress(ProtocolError):
        use(decode(frame(FuzzerChoices(data))).payload)


@given(st.lists(st.integers(0, len(ANSWER)), max_size=8))
def test_an_answer_may_come_in_any_pieces(cuts):
    cuts = [0, *sorted(cuts), len(ANSWER)]
    answer = judge(("answer", ANSWER[start:end]) for start, end in itertools.pairwise(cuts))
    assert answer["b"] == [1, "x"]


@given(st.integers(0, len(ANSWER) - 1), st.booleans())
def test_an_answer_that_is_cut_short_is_a_death(length, hangs_up):
    events = [("answer", ANSWER[:length]), *([("hang up", b"")] if hangs_up else [])]
    assert isinstance(judge(events), ChildDied)


@given(st.binary(min_size=1, max_size=50), st.integers(0, len(ANSWER) - 1))
def test_bytes_behind_an_answer_are_a_protocol_error(more, cut):
    assert isinstance(judge([("answer", ANSWER[:cut]), ("answer", ANSWER[cut:] + more)]), ProtocolError)


def test_the_far_side_can_send_a_good_answer_so_that_these_tests_can_fail():
    answer = judge([("stdout", b"hello"), ("answer", ANSWER)])
    np.testing.assert_array_equal(answer["a"], np.arange(6.0))


def test_a_flood_is_refused_before_it_is_held():
    endless = (("answer", bytes(2**16)) for _ in range(10**6))
    start = ("answer", PREFIX.pack(b"TfQ1", 100, ANSWER_BYTES))
    assert isinstance(judge([start]), ProtocolError)
    within = ("answer", PREFIX.pack(b"TfQ1", 100, ANSWER_BYTES - 200))
    flood = iter([within, *(next(endless) for _ in range(100))])
    assert isinstance(judge(flood), ChildFailure)  # `judge` asserts how much was held


@pytest.mark.parametrize(
    "report",
    [
        {"type": "E", "message": "m", "frames": [{"line": 10**300, "filename": 7}, 5, None], "notes": [{}]},
        {"type": "E" * 10_000, "message": "\ud800" * 10_000, "frames": "none", "notes": 3, "in_probe": "yes"},
    ],
)
def test_an_error_report_full_of_nonsense_is_still_a_learners_error(report):
    failure = judge([("answer", encode(Message(1, "raised", report)))])
    assert isinstance(failure, LearnerError)
    assert len(failure.message) <= 4000
    assert not failure.in_probe


def test_a_child_cannot_make_its_failure_look_like_a_fault_of_ours():
    assert isinstance(judge([("answer", encode(Message(1, "fault", "help")))]), ProtocolError)


WORST_FRAMES = """
import resource
from graders.sandbox.wire import MAX_HEADER_BYTES, MAX_NODES, PREFIX, decode
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
for payload in (
    b"[" + b"[]," * (MAX_NODES // 2 - 100) + b"1]",
    b"[" + b'{"a":1},' * (MAX_NODES // 4 - 100) + b"1]",
    b'"' + b"\\ud83d\\ude00" + b"a" * (MAX_HEADER_BYTES - 1000) + b'"',
    b"{" + b",".join(b'"%060d":1' % number for number in range(100_000)) + b"}",
    b'{"$pairs":[' + b",".join(b"[%d,1]" % number for number in range(200_000)) + b"]}",
):
    header = b'{"id":1,"kind":"answer","arrays":[],"payload":' + payload + b"}"
    decode(PREFIX.pack(b"TfQ1", len(header), 0) + header)
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


def test_reading_takes_a_bounded_multiple_of_the_bytes_that_came():
    run = subprocess.run([sys.executable, "-c", WORST_FRAMES], capture_output=True, text=True, check=True)
    assert int(run.stdout) < 400  # megabytes, for headers of 8 MB at most
