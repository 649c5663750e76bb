"""Grade a class one at a time and eight at a time on an overloaded machine, and compare every verdict.

    python -m tests.graders.load_jobs [--submissions 60] [--busy 4]

The test beside this file does it with an exercise that trains nothing; here most submissions train.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from benchmarks.grading_class import make_class
from graders.grading.exercise import list_exercises
from tests.graders.kill_moments import Grading, by_learner


@contextmanager
def busy(count: int) -> Iterator[None]:
    """Keep the machine busy with ``count`` processes that only compute."""
    with ExitStack() as processes:
        for _ in range(count):
            process = processes.enter_context(subprocess.Popen([sys.executable, "-c", "while True: pass"]))
            processes.callback(process.kill)
        yield


def main() -> None:
    """Print how many verdicts differ, and which, as one JSON object."""
    parser = argparse.ArgumentParser(description="Verdicts under load.")
    parser.add_argument("--submissions", type=int, default=60)
    parser.add_argument("--busy", type=int, default=4)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, busy(options.busy):
        folder = Path(name)
        for file in make_class(list_exercises(), options.submissions):
            file.write(folder / "class")
        grading = Grading([sys.executable, "-m", "graders"], folder / "class")
        for jobs in ("1", "8"):
            assert grading.start(folder / jobs, "--jobs", jobs).wait() == 0
        one, eight = by_learner(folder / "1"), by_learner(folder / "8")
    verdicts = [
        {
            who: [(check["name"], check["status"], check["points"]) for check in record["checks"]]
            for who, record in run.items()
        }
        for run in (one, eight)
    ]
    different = sorted(who for who in one if verdicts[0][who] != verdicts[1].get(who))
    wording = sorted(who for who in one if one[who]["checks"] != eight.get(who, {}).get("checks"))
    print(json.dumps({"submissions": len(one), "verdicts_differ": different, "messages_differ": wording}))
    sys.exit(bool(different))


if __name__ == "__main__":
    main()
