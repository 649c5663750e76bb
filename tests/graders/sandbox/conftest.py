"""One warm fork server for all tests here, and a short way to run learner code in a child of it."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from graders.sandbox import Child, ForkServer, Limits

SMALL = Limits(cpu_seconds=20.0, wall_seconds=120.0)


@pytest.fixture(scope="session")
def fork_server() -> Iterator[ForkServer]:
    with ForkServer(allow_disabled_layers=True) as server:
        yield server


@pytest.fixture
def start(fork_server: ForkServer) -> Iterator[Callable[..., Child]]:
    """Start a child and load a file into it: ``start(source, limits=..., without=["network"])``."""
    children: list[Child] = []

    def start_child(source: str, limits: Limits = SMALL, without: tuple[str, ...] = (), **load: Any) -> Child:
        child = Child(fork_server.address, limits, frozenset(without))
        children.append(child)
        report = child.ask("load", source=textwrap.dedent(source), filename="homework.py", **load)
        assert report["syntax_error"] is None
        return child

    yield start_child
    for child in children:
        child.close()


@pytest.fixture
def attack(start: Callable[..., Child]) -> Callable[..., Any]:
    """Run ``attack(*args)`` of some learner code in a fresh child and return its answer."""

    def run_attack(source: str, *args: Any, **options: Any) -> Any:
        with start(source, **options) as child:
            return child.ask("call", function="attack", args=list(args))

    return run_attack


@pytest.fixture
def next_child_works(start: Callable[..., Child]) -> Iterator[None]:
    """After the test, show that a fresh child of the same server still answers."""
    yield
    with start("def double(x):\n    return 2 * x\n") as child:
        assert child.ask("call", function="double", args=[21]) == 42
