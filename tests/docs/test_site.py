"""The reference as a site: it builds, holds every command and option, and needs nothing from elsewhere."""

import argparse
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

from graders.cli import parser
from tools.docs.command_reference import (
    make_targets,
    option_name,
    options,
    pytest_grading_options,
    subcommands,
)

ROOT = Path(__file__).resolve().parents[2]


class _Page(HTMLParser):
    """The text of a page, and what it loads."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.loaded: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        names = dict(attrs)
        if tag in ("script", "img", "iframe") and names.get("src"):
            self.loaded.append(names["src"])
        if tag == "link" and names.get("rel") != "canonical":
            self.loaded.append(names["href"])

    def handle_data(self, data):
        self.parts.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.parts).split())


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    built = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", folder],
        cwd=ROOT,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
    )
    assert built.returncode == 0, built.stderr
    return folder


def leaves(command: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    named = subcommands(command)
    for child in named.values():
        yield from leaves(child)
    if not named:
        yield command


COMMANDS = {command.prog: command for command in leaves(parser())}


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_says_what_each_of_its_options_does(name):
    for action in options(COMMANDS[name]):
        assert action.help, f"{name} {option_name(action)} has no help text: add one."


def test_the_page_of_commands_holds_every_command_and_option(site):
    page = _Page((site / "command-line.html").read_text(encoding="utf-8")).text
    for name, command in COMMANDS.items():
        assert name in page
        section = page.split(f"{name} ¶", 1)[1].split("¶", 1)[0]
        for action in options(command):
            assert option_name(action) in section, f"{name}: {option_name(action)}"
    for name, about in (*make_targets(), *pytest_grading_options()):
        assert name in page
        assert about[1:20] in page


def test_no_placeholder_is_left_and_no_page_loads_anything_from_elsewhere(site):
    pages = sorted(site.rglob("*.html"))
    assert len(pages) > 10
    for path in pages:
        html = path.read_text(encoding="utf-8")
        assert "<!-- commands -->" not in html
        elsewhere = [address for address in _Page(html).loaded if re.match(r"(https?:)?//", address)]
        assert not elsewhere, f"{path.name}: {elsewhere}"


def test_every_environment_variable_that_is_named_is_read_somewhere():
    page = (ROOT / "docs" / "command-line.md").read_text(encoding="utf-8")
    named = re.findall(r"^\| `([A-Z_]+)` \|", page, re.MULTILINE)
    assert named
    sources = [
        path.read_text(encoding="utf-8", errors="replace")
        for folder in ("dashboard", "graders", "tools", "tests")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in (".py", ".sh")
    ]
    for name in named:
        assert any(name in source for source in sources), f"{name} is documented and read nowhere"
