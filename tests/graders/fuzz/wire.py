"""Coverage-guided fuzzing of the judge's side of the protocol.

    pip install atheris
    python -m tests.graders.fuzz.wire [--seconds 600] [--corpus FOLDER]

Runs :func:`tests.graders.fuzz.far_side.judge` on whatever the fuzzer makes: bytes as they are, or frames that are
nearly right, in any split of reads, between output and hang-ups. It ends with a JSON line of figures; an input that
crashes, takes more than ten seconds or makes the process larger than 768 MB is kept beside the corpus and named.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

RSS_MEGABYTES = 768
HANG_SECONDS = 10
START_INPUTS = 64
ROOT = Path(__file__).resolve().parents[3]


def fuzz(arguments: list[str]) -> None:
    """Run the fuzzer in this process until it stops; never returns."""
    import atheris

    with atheris.instrument_imports(
        include=["graders.sandbox", "graders.grading"], enable_loader_override=False
    ):
        from tests.graders.fuzz import far_side, frames

    atheris.Setup([sys.argv[0], *arguments], lambda data: far_side.judge(frames.script(data)))
    atheris.Fuzz()


def main() -> int:
    """Fuzz for some time in a process of its own and report."""
    parser = argparse.ArgumentParser(description="Fuzz the protocol between judge and child.")
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument(
        "--corpus", type=Path, help="folder that the fuzzer reads and adds to (default: a new one)"
    )
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        corpus = options.corpus or Path(folder)
        corpus.mkdir(parents=True, exist_ok=True)
        for number in range(0 if any(corpus.iterdir()) else START_INPUTS):
            (corpus / f"start-{number}").write_bytes(random.Random(number).randbytes(64 + 8 * number))
        command = [
            sys.executable, "-c", "import sys; from tests.graders.fuzz.wire import fuzz; fuzz(sys.argv[1:])",
            f"-max_total_time={options.seconds}", f"-rss_limit_mb={RSS_MEGABYTES}", f"-timeout={HANG_SECONDS}",
            "-max_len=2048", "-len_control=0", "-print_final_stats=1",
            f"-artifact_prefix={corpus.parent}/", str(corpus),
        ]  # fmt: skip
        run = subprocess.run(command, cwd=ROOT, stderr=subprocess.PIPE, text=True, check=False)
        kept = len(list(corpus.iterdir()))
    log = run.stderr
    coverage = [int(found) for found in re.findall(r"cov: (\d+)", log)]
    executed = re.findall(r"number_of_executed_units: (\d+)", log)
    figures = {
        "seconds": options.seconds,
        "executions": int(executed[-1]) if executed else None,
        "coverage_at_start": coverage[0] if coverage else None,
        "coverage_at_end": coverage[-1] if coverage else None,
        "inputs_kept": kept,
        "peak_megabytes": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024,
        "exit_code": run.returncode,
    }
    if run.returncode:
        print(log[-6000:], file=sys.stderr)
    print(json.dumps(figures))
    return run.returncode


if __name__ == "__main__":
    sys.exit(main())
