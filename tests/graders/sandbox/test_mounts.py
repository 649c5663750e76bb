"""Which folders of the machine a child may see."""

import sys

import pytest

from graders.sandbox.mounts import file_plan


@pytest.fixture
def plan_with(monkeypatch, tmp_path):
    """Return the folders that are shown where ``sys.path`` has one more entry."""

    def readable(entry):
        monkeypatch.setattr(sys, "path", [str(entry), *sys.path])
        project = tmp_path / "project"
        project.mkdir()
        return file_plan(project, None).readable

    return readable


def test_a_folder_that_an_editable_install_put_on_the_path_stays_hidden(plan_with, tmp_path):
    work = tmp_path / "solutions"
    work.mkdir()
    assert str(work) not in plan_with(work)


@pytest.mark.parametrize("name", ["site-packages", "dist-packages"])
def test_a_folder_of_installed_packages_is_shown(plan_with, tmp_path, name):
    packages = tmp_path / name
    packages.mkdir()
    assert str(packages) in plan_with(packages)


def test_python_itself_and_its_packages_are_shown(plan_with, tmp_path):
    readable = plan_with(tmp_path)
    assert str(sys.prefix) in readable
    assert str(sys.base_prefix) in readable
    assert str(tmp_path) not in readable
