"""Checking for the dashboard: one file at a time, from a process that stays free of TensorFlow."""

import os
import signal
import subprocess
import sys

import pytest

import graders
from graders.grading.exercise import find_exercise
from graders.grading.results import Status

STUB = find_exercise("callbacks").stub_source.encode()


@pytest.fixture(scope="module")
def service():
    service = graders.GradingService()
    yield service
    service.close()


@pytest.mark.sandbox
def test_a_file_is_checked_without_importing_tensorflow_here(service):
    before = "tensorflow" in sys.modules  # another test of this process may have
    result = service.check("callbacks", STUB, "callbacks.py")
    assert result.status is Status.NOT_ATTEMPTED
    assert result.confinement
    assert ("tensorflow" in sys.modules) == before


@pytest.mark.sandbox
def test_a_sandbox_that_was_killed_is_started_again(service):
    service.check("callbacks", STUB, "callbacks.py")
    os.kill(service._server.pid, signal.SIGKILL)
    service._server._process.wait()
    assert not service.ready
    assert service.check("callbacks", STUB, "callbacks.py").status is Status.NOT_ATTEMPTED


@pytest.mark.sandbox
def test_two_checks_at_a_time_do_not_disturb_each_other(service):
    from concurrent.futures import ThreadPoolExecutor

    files = [STUB, b"def broken(:\n"] * 2
    with ThreadPoolExecutor(4) as threads:
        results = list(
            threads.map(lambda content: service.check("callbacks", content, "callbacks.py"), files)
        )
    assert [result.status for result in results] == [Status.NOT_ATTEMPTED, Status.FAILED] * 2


@pytest.mark.sandbox
@pytest.mark.parametrize(
    "failure",
    [
        subprocess.CompletedProcess([], 0, stdout="not json", stderr=""),
        subprocess.CompletedProcess([], 0, stdout='{"schema": 1}', stderr=""),
        subprocess.CalledProcessError(1, []),
        subprocess.TimeoutExpired([], 1),
    ],
    ids=["no answer", "half an answer", "a crash", "a hang"],
)
def test_a_judge_that_fails_is_our_fault_in_one_sentence(service, monkeypatch, failure):
    def run(*_args, **_options):
        if isinstance(failure, Exception):
            raise failure
        return failure

    service.check("callbacks", STUB, "callbacks.py")
    monkeypatch.setattr("graders.service.subprocess.run", run)
    with pytest.raises(graders.GradingUnavailable, match="your work is kept"):
        service.check("callbacks", STUB, "callbacks.py")


def test_an_unknown_exercise_is_refused_before_anything_starts():
    with pytest.raises(graders.ExerciseError, match="no exercise"):
        graders.GradingService().check("nonsense", STUB, "nonsense.py")


@pytest.mark.sandbox
def test_a_service_may_be_closed_while_its_sandbox_is_still_starting():
    service = graders.GradingService()
    service.start()
    service.close()
    service._starter.join()
    assert not service.ready
