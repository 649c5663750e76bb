"""``pytest graders --submissions FOLDER``: every check of every submission as a pytest item."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any

import pytest

from graders.grading.bulk import unit_seed
from graders.grading.collect import CollectError, collect
from graders.grading.exercise import ExerciseError, list_exercises
from graders.grading.plugin import GradingPlugin, GradingUnit
from graders.grading.results import SubmissionResult
from graders.sandbox import ForkServer, SandboxError

collect_ignore_glob = ["suites/*/mistakes/*", "suites/*/solution.py"]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options of grading."""
    group = parser.getgroup("grading")
    group.addoption("--submissions", metavar="FOLDER", help="grade the submissions in this folder or zip")
    group.addoption("--suites", metavar="DIR", help="add the private suites in this folder")
    group.addoption("--grading-seed", type=int, default=None, help="repeat the questions of an earlier run")


def pytest_configure(config: pytest.Config) -> None:
    """Collect the submissions and register the grading plugin."""
    folder = config.getoption("--submissions")
    if folder is None:
        return
    _PytestGrading(config, Path(folder)).register()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Say what is missing where checks are collected without submissions."""
    if items and config.getoption("--submissions") is None:
        raise pytest.UsageError("expected submissions to grade: pytest graders --submissions FOLDER")


class _PytestGrading:
    """Owns the fork server of a pytest run; with xdist, the controller owns it and the workers share it."""

    def __init__(self, config: pytest.Config, folder: Path) -> None:
        self._config = config
        self._folder = folder
        self._server: ForkServer | None = None
        self._input: dict[str, Any] | None = getattr(config, "workerinput", None)
        suites = config.getoption("--suites")
        self._suites = Path(suites).resolve() if suites is not None else None
        seed = config.getoption("--grading-seed")
        self._seed = secrets.randbits(32) if seed is None else seed
        if self._input is not None:
            self._seed = self._input["grading_seed"]

    def register(self) -> None:
        """Register the plugins that grade.

        Raises:
            pytest.UsageError: if there is nothing to grade.
        """
        try:
            exercises = list_exercises(private=self._suites)
            found = collect(self._folder, [exercise.id for exercise in exercises])
        except (CollectError, ExerciseError) as error:
            raise pytest.UsageError(str(error)) from error
        if self._suites is not None:
            # In an xdist worker the controller's arguments hold them already.
            private = [str(one.folder) for one in exercises if one.folder.parent == self._suites]
            self._config.args += [folder for folder in private if folder not in self._config.args]
        units = [GradingUnit(one, unit_seed(self._seed, one), self._suites) for one in found.submissions]
        self._config.pluginmanager.register(GradingPlugin(units, self.address, _keep_nothing))
        self._config.pluginmanager.register(self)

    def address(self) -> str:
        """Return the fork server's address, starting the server when first asked."""
        if self._input is not None:
            return str(self._input["grading_address"])
        if self._server is None:
            try:
                self._server = ForkServer().start()
            except SandboxError as error:
                raise pytest.UsageError(f"The sandbox could not be started: {error}") from error
        return self._server.address

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node: Any) -> None:
        """Hand the server's address and the seed to an xdist worker."""
        node.workerinput["grading_address"] = self.address()
        node.workerinput["grading_seed"] = self._seed

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_make_scheduler(self, config: pytest.Config, log: Any) -> Any:
        """Give all checks of a submission to one worker: they share a child and depend on each other."""
        if config.getoption("dist") != "load":  # the user asked for another distribution
            return None
        from graders.grading.schedule import BySubmission

        return BySubmission(config, log)

    def pytest_report_header(self) -> str:
        """Show the seed, which repeats this run's questions."""
        return f"grading seed: {self._seed}"

    def pytest_unconfigure(self) -> None:
        """End the fork server."""
        if self._server is not None:
            self._server.close()
            self._server = None


def _keep_nothing(_: SubmissionResult) -> None:
    """Pytest's own reports are the result here."""
