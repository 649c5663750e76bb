"""``python -m graders.judge``: grade one submission described on standard input; the result on standard output.

An internal command: :class:`graders.service.GradingService` starts it. Both sides speak JSON.
"""

from __future__ import annotations

import base64
import json
import os
import secrets
import sys

from graders.grading.grade import grade
from graders.grading.plugin import GradingUnit
from graders.grading.submission import Submission


def main() -> None:
    """Read one request, grade it, write one result."""
    request = json.load(sys.stdin)
    # Whatever pytest or a suite prints must not mix with the answer.
    answer = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    submission = Submission(
        "", request["exercise"], request["filename"], base64.b64decode(request["content"])
    )
    unit = GradingUnit(submission, secrets.randbits(32))
    with answer:
        json.dump(grade(unit, request["address"]).to_json(), answer)


if __name__ == "__main__":
    main()
