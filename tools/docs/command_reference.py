"""The page of all commands and options, made from the parsers themselves, so that it cannot say something else."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

from graders import conftest as pytest_options
from graders.cli import parser

_MAKEFILE = Path(__file__).resolve().parents[2] / "Makefile"
_TARGET = re.compile(r"^(?P<name>[a-z-]+):.*?## (?P<about>.+)$", re.MULTILINE)


def command_reference() -> str:
    """Return the page's generated part as Markdown: every `make` target, every command, every option of pytest."""
    return "\n\n".join((_make(), *_commands(parser()), _pytest()))


def subcommands(command: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    """Return the commands of a parser by name; none for one that has no commands."""
    for action in command._actions:
        if isinstance(action, argparse._SubParsersAction):
            return dict(action.choices)
    return {}


def options(command: argparse.ArgumentParser) -> list[argparse.Action]:
    """Return what a command takes, `--help` and its commands excepted."""
    left_out = (argparse._HelpAction, argparse._SubParsersAction)
    return [action for action in command._actions if not isinstance(action, left_out)]


def option_name(action: argparse.Action) -> str:
    """Return an option or argument as one types it."""
    value = action.metavar or (action.dest.upper() if action.nargs != 0 else "")
    if isinstance(value, tuple):
        value = " ".join(value)
    if action.choices and not action.metavar:
        value = "{" + ",".join(map(str, action.choices)) + "}"
    if not action.option_strings:
        return str(value)
    return ", ".join(action.option_strings) + (f" {value}" if action.nargs != 0 else "")


def pytest_grading_options() -> list[tuple[str, str]]:
    """Return the options that `pytest graders` adds to pytest's own, each with its help."""
    found: list[tuple[str, str]] = []

    def add(name: str, help: str, metavar: str = "N", **_: object) -> None:
        found.append((f"{name} {metavar}", help))

    pytest_options.pytest_addoption(SimpleNamespace(getgroup=lambda _: SimpleNamespace(addoption=add)))
    return found


def make_targets() -> list[tuple[str, str]]:
    """Return the targets of the Makefile that are for people, each with what it does."""
    return [(match["name"], match["about"]) for match in _TARGET.finditer(_MAKEFILE.read_text())]


def _commands(command: argparse.ArgumentParser) -> Iterator[str]:
    named = subcommands(command)
    for child in named.values():
        if subcommands(child):
            yield from (f"## `{child.prog}`\n\n{child.description}", *_commands(child))
        else:
            yield f"## `{child.prog}`\n\n{_about(command, child)}\n\n{_table(child)}"


def _about(parent: argparse.ArgumentParser, child: argparse.ArgumentParser) -> str:
    for action in parent._actions:
        if isinstance(action, argparse._SubParsersAction):
            for choice in action._choices_actions:
                if action.choices[choice.dest] is child:
                    return _sentence(choice.help or "")
    return ""


def _table(command: argparse.ArgumentParser) -> str:
    rows = [(option_name(action), _help(command, action)) for action in options(command)]
    return _rows(rows) if rows else "It takes nothing."


def _help(command: argparse.ArgumentParser, action: argparse.Action) -> str:
    formatter = command._get_formatter()
    text = formatter._expand_help(action) if action.help else ""
    return _sentence(text) + (" **Required.**" if action.required and action.option_strings else "")


def _sentence(text: str) -> str:
    # Placeholders such as <learner> are text, not elements.
    text = text.replace("<", "&lt;").replace("|", "\\|")
    return text[:1].upper() + text[1:] + ("" if text.endswith(".") else ".")


def _rows(rows: list[tuple[str, str]]) -> str:
    lines = [f"| `{name}` | {about} |" for name, about in rows]
    return "\n".join(("| it takes | which is |", "|---|---|", *lines))


def _make() -> str:
    rows = [(f"make {name}", _sentence(about)) for name, about in make_targets()]
    return "## `make`\n\n" + _rows(rows)


def _pytest() -> str:
    rows = [(name, _sentence(about)) for name, about in pytest_grading_options()]
    return (
        "## `pytest graders`\n\nPytest grades as well, with all that it brings: `-k`, `--junitxml F`, and `-n N` of "
        "pytest-xdist. These options are added:\n\n" + _rows(rows)
    )
