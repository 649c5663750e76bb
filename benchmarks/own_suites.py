"""``python -m graders`` with the exercises of ``benchmarks/suites`` in place of the course's.

    python benchmarks/own_suites.py grade FOLDER --out REPORTS …

With ``GRADING_PRELOAD`` in the environment, e.g. ``numpy``, the fork server imports that in place of TensorFlow.
Worker processes run this file, too, so that they find the same exercises.
"""

import functools
import os
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

import graders.paths  # noqa: E402

# Before anything else reads them.
graders.paths.SUITES = HERE / "suites"
graders.paths.EXERCISES = HERE / "stubs"

import graders.class_run  # noqa: E402
from graders.cli import main  # noqa: E402
from graders.sandbox import ForkServer  # noqa: E402

if __name__ == "__main__":
    if preload := os.environ.get("GRADING_PRELOAD"):
        graders.class_run.ForkServer = functools.partial(ForkServer, preload=(preload,))
    sys.exit(main())
