"""Who may import whom: the contracts of ``pyproject.toml``, and the files that are found rather than imported."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[1]
LINT_IMPORTS = "from importlinter.cli import lint_imports_command; lint_imports_command()"

LESSON_PAGES = sorted((PROJECT / "dashboard" / "lessons").glob("*/page.py"))
SUITES = PROJECT / "graders" / "suites"
SUITE_CHECKS = sorted([*SUITES.glob("*/test_*.py"), *SUITES.glob("*/materials.py")])
SUITE_PROBES = sorted((PROJECT / "graders" / "suites").glob("*/probe.py"))
LEARNER_FILES = sorted(
    [
        *(PROJECT / "exercises").glob("*.py"),
        *(PROJECT / "graders" / "suites").glob("*/solution.py"),
        *(PROJECT / "graders" / "suites").glob("*/mistakes/*.py"),
    ]
)


def lint_imports(root: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", LINT_IMPORTS, "--no-cache", "--config", str(PROJECT / "pyproject.toml")],
        cwd=root,
        env={**os.environ, "COLUMNS": "200"},  # a line a contract, however long its name
        capture_output=True,
        text=True,
        check=False,
    )


def imports_of(path: Path) -> set[str]:
    """Return the full names that a file imports; a file that is no Python, as some mistakes are, imports none."""
    try:
        tree = ast.parse(path.read_bytes())
    except SyntaxError:
        return set()
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            names.add("." * node.level + (node.module or ""))
    return names


def ours(path: Path) -> set[str]:
    """Return what a file imports from this project."""
    top_level = ("dashboard", "graders", "exercises", "benchmarks", "tests", "tools")
    return {name for name in imports_of(path) if name.startswith(".") or name.split(".")[0] in top_level}


def relative(path: Path) -> str:
    return path.relative_to(PROJECT).as_posix()


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the Python files of both packages, to break rules in."""
    root = tmp_path_factory.mktemp("rules")
    for package in ("dashboard", "graders"):
        for source in (PROJECT / package).rglob("*.py"):
            target = root / source.relative_to(PROJECT)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
    return root


@pytest.fixture
def add_line(copy: Path) -> Iterator[object]:
    """Return ``add_line(path, line)``; the file is as before after the test."""
    before: dict[Path, bytes] = {}

    def add(path: str, line: str) -> None:
        target = copy / path
        before[target] = target.read_bytes()
        target.write_bytes(before[target] + f"\n{line}\n".encode())

    yield add
    for target, content in before.items():
        target.write_bytes(content)


def test_no_contract_is_broken() -> None:
    answer = lint_imports(PROJECT)
    assert answer.returncode == 0, answer.stdout + answer.stderr


@pytest.mark.parametrize(
    ("path", "line", "contract"),
    [
        ("dashboard/charts/figures.py", "import dashboard.components", "built in layers"),
        ("dashboard/experiments/config.py", "import dashboard.workers.pool", "built in layers"),
        ("dashboard/charts/figures.py", "import dashboard.experiments", "built in layers"),
        ("dashboard/charts/figures.py", "import streamlit", "know nothing of Streamlit"),
        ("dashboard/workers/engine.py", "import streamlit", "know nothing of Streamlit"),
        ("dashboard/components/quiz.py", "import dashboard.workers.engine", "never imports TensorFlow"),
        ("dashboard/experiments/runs.py", "import keras", "never imports TensorFlow"),
        ("graders/reports/html.py", "import tensorflow", "decides the verdict never imports TensorFlow"),
        ("graders/grading/grade.py", "import graders.grading.evaluation_probe", "runs in the sandbox only"),
        ("graders/cli.py", "import dashboard.experiments", "Graders stand alone"),
        ("graders/cli.py", "import exercises.callbacks", "Graders stand alone"),
        ("dashboard/components/quiz.py", "import graders.sandbox", "only through graders/__init__.py"),
        ("dashboard/charts/figures.py", "import graders", "Only pages and the server ask graders"),
        ("graders/sandbox/wire.py", "import graders.grading.results", "Graders are built in layers"),
        ("graders/similarity/compare.py", "import graders.reports.html", "Graders are built in layers"),
        ("graders/reports/html.py", "import graders.sandbox", "without the sandbox"),
    ],
)
def test_an_import_against_the_rules_breaks_its_contract(
    copy: Path, add_line, path: str, line: str, contract: str
) -> None:
    add_line(path, line)
    answer = lint_imports(copy)
    broken = [row for row in answer.stdout.splitlines() if " BROKEN" in row]
    assert answer.returncode == 1
    assert any(contract in row for row in broken), broken


@pytest.mark.parametrize("page", LESSON_PAGES, ids=relative)
def test_a_lesson_page_is_thin(page: Path) -> None:
    allowed = ("dashboard.components", "dashboard.charts", "dashboard.experiments", "dashboard.lessons")
    foreign = {name for name in ours(page) if not name.startswith(allowed)}
    heavy = {name for name in imports_of(page) if name.split(".")[0] in ("tensorflow", "keras")}
    assert not foreign, f"{relative(page)} imports {foreign}: a lesson builds on {', '.join(allowed)} only"
    assert not heavy, f"{relative(page)} imports {heavy}: models train in the workers, never in a page"


@pytest.mark.parametrize("checks", SUITE_CHECKS, ids=relative)
def test_the_checks_of_a_suite_use_the_public_names_of_grading_only(checks: Path) -> None:
    assert ours(checks) <= {"graders.grading"}, f"{relative(checks)}: write from graders.grading import ..."
    heavy = {name for name in imports_of(checks) if name.split(".")[0] in ("tensorflow", "keras")}
    assert not heavy, f"{relative(checks)} decides a verdict: ask the sandbox through a probe, not {heavy}"


@pytest.mark.parametrize("probe", SUITE_PROBES, ids=relative)
def test_a_probe_imports_nothing_of_ours(probe: Path) -> None:
    assert not ours(probe), f"{relative(probe)} runs in the sandbox, where the project cannot be reached"


def test_learners_files_import_nothing_of_ours() -> None:
    offenders = {relative(path): names for path in LEARNER_FILES if (names := ours(path))}
    assert LEARNER_FILES, "no exercise was found"
    assert not offenders, "a learner's file must run alone, with what requirements.txt installs"
