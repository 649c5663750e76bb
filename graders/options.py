"""Options that several commands share."""

from __future__ import annotations

import argparse
import re
from pathlib import Path


def add_suites(command: argparse.ArgumentParser) -> None:
    """Add ``--suites``: an instructor's own suites."""
    command.add_argument(
        "--suites",
        type=Path,
        metavar="DIR",
        help="add your private suites: DIR/<exercise>/ with exercise.toml, test_<exercise>.py, probe.py, "
        "solution.py and stub.py",
    )


def jobs(text: str) -> int:
    """Read a number of submissions to grade at a time."""
    if not re.fullmatch(r"\d{1,4}", text) or not 1 <= int(text) <= 256:
        raise argparse.ArgumentTypeError(f"expected a whole number from 1 to 256, received {text!r}")
    return int(text)
