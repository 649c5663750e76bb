"""``python -m graders`` with the exercises of ``benchmarks/suites`` in place of the course's.

    python benchmarks/own_suites.py grade FOLDER --out REPORTS …

Worker processes run this file, too, so that they find the same exercises.
"""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

import graders.paths  # noqa: E402

# Before anything else reads them.
graders.paths.SUITES = HERE / "suites"
graders.paths.EXERCISES = HERE / "stubs"

from graders.cli import main  # noqa: E402

if __name__ == "__main__":
    sys.exit(main())
