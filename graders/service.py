"""Checking one submission at a time for the dashboard, from a process that must stay small and responsive."""

from __future__ import annotations

import base64
import json
import logging
import subprocess
import sys
import threading
from contextlib import suppress

from graders.grading.exercise import find_exercise
from graders.grading.results import SubmissionResult
from graders.paths import PROJECT_ROOT
from graders.sandbox import ForkServer, SandboxError

_LOG = logging.getLogger(__name__)
# Generous: every question has its own limits; this only ends a judge that hangs through a fault of ours.
JUDGE_SECONDS = 600


class GradingUnavailable(Exception):
    """Checking is not possible now through a fault of ours; the message is one sentence."""


class GradingService:
    """Owns a warm fork server and starts one short-lived judge process a check.

    The judge is a process of its own because pytest does not run in threads, and because the dashboard's
    process must never be the one that decides a verdict. Safe to use from many threads.
    """

    def __init__(self) -> None:
        self._server = ForkServer()
        self._lock = threading.Lock()
        self._starter: threading.Thread | None = None

    def start(self) -> None:
        """Warm the sandbox in the background; returns at once, and does nothing if it is warm or warming."""
        with self._lock:
            if self._starter is None:
                self._starter = threading.Thread(
                    target=self._start_server, name="grading-warm-up", daemon=True
                )
                self._starter.start()

    @property
    def ready(self) -> bool:
        """Whether a check would start at once."""
        return self._server.pid is not None

    def check(self, exercise_id: str, source: bytes, filename: str) -> SubmissionResult:
        """Grade one file; blocks for seconds.

        Args:
            exercise_id: an exercise's id.
            source: the file's bytes.
            filename: its name; ``.ipynb`` makes it a notebook.

        Raises:
            GradingUnavailable: if the sandbox or the judge failed; never for anything a learner's code does.
            ExerciseError: if the exercise does not exist.
        """
        find_exercise(exercise_id)
        address = self._address()
        request = {
            "exercise": exercise_id,
            "filename": filename,
            "content": base64.b64encode(source).decode("ascii"),
            "address": address,
        }
        try:
            judge = subprocess.run(
                [sys.executable, "-m", "graders.judge"],
                input=json.dumps(request),
                capture_output=True,
                text=True,
                cwd=PROJECT_ROOT,
                timeout=JUDGE_SECONDS,
                check=True,
            )
            return SubmissionResult.from_json(json.loads(judge.stdout))
        except subprocess.SubprocessError as error:
            raise GradingUnavailable(
                "Checking failed through a fault of ours; your work is kept. Please try again."
            ) from error
        except (ValueError, KeyError) as error:
            raise GradingUnavailable(
                "The grader gave no readable answer; your work is kept. Please try again."
            ) from error

    def close(self) -> None:
        """End the fork server and every child, also one that is still starting."""
        with suppress(SandboxError):
            self._server.close()  # lets go of a start under way, so that the thread below ends soon
        if self._starter is not None:
            self._starter.join()
        with suppress(SandboxError):
            self._server.close()

    def _start_server(self) -> None:
        try:
            self._server.start()
        except (SandboxError, OSError, ValueError) as error:
            # The last two: the service was closed while the server was starting. The next check tries again.
            _LOG.warning("the sandbox did not start: %s", error)

    def _address(self) -> str:
        self.start()
        starter = self._starter
        if starter is not None:
            starter.join()
        with self._lock:
            if not self.ready:
                try:
                    self._server.close()
                    self._server.start()
                except SandboxError as error:
                    raise GradingUnavailable(f"The sandbox could not be started: {error}") from error
        return self._server.address
