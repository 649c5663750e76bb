"""Every hostile submission in ``hostile/``: what it gets, and that nothing around it has changed.

All attacks share one fork server and run side by side, as a class does.
"""

from __future__ import annotations

import json
import os
import socket
import time
import zlib
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest

from graders.grading.submission import Submission
from graders.reports.gradescope import to_gradescope_json
from graders.reports.html import submission_page
from graders.reports.jsonl import to_line
from graders.reports.junit import to_junit
from graders.reports.terminal import plain_submission
from graders.sandbox import ForkServer, is_confined
from tests.graders.attacks.attack_file import SMALL, Attack, read_attacks
from tests.graders.attacks.attack_run import Outcome, Surroundings, WatchedChild, grade_in_thread

# One group: with pytest-xdist too, they share the server.
pytestmark = [pytest.mark.sandbox, pytest.mark.timeout(1200), pytest.mark.xdist_group("attacks")]

ATTACKS = read_attacks()
CLASSES = {"exit", "hang", "resources", "forgery", "reading", "escaping", "planting", "encodings"}
AT_A_TIME = 4


@pytest.fixture(scope="module")
def surroundings(tmp_path_factory) -> Iterator[Surroundings]:
    made = Surroundings(tmp_path_factory.mktemp("surroundings"))
    yield made
    made.close()


@pytest.fixture(scope="module")
def server(surroundings) -> Iterator[ForkServer]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOME", surroundings.places()["HOME"])
        patch.setenv("GRADING_PASSWORD", surroundings.secrets[2])
        patch.setattr("graders.grading.proxy.Child", WatchedChild)
        patch.setattr("graders.grading.evaluation.Child", WatchedChild)
        with ForkServer() as started:
            yield started


@pytest.fixture(scope="module")
def outcomes(request, server, surroundings) -> Iterator[dict[str, Future[Outcome]]]:
    """Start every attack that this run asks for, several at a time."""
    params = [getattr(getattr(item, "callspec", None), "params", {}) for item in request.session.items]
    wanted = {param["attack"].name: param["attack"] for param in params if "attack" in param}
    # Those that wait or train come first, so that the short ones fill the time beside them.
    ordered = sorted(
        wanted.values(), key=lambda attack: (attack.exercise == SMALL, "hang/" not in attack.name)
    )
    with ThreadPoolExecutor(AT_A_TIME) as pool:
        yield {attack.name: pool.submit(run, attack, server.address, surroundings) for attack in ordered}


def run(attack: Attack, address: str, surroundings: Surroundings) -> Outcome:
    WatchedChild.survivors.found = set()
    content = attack.content(surroundings.places())
    submission = Submission("mallory", attack.exercise.id, f"{attack.exercise.id}.py", content)
    seed = zlib.crc32(attack.name.encode())
    result = grade_in_thread(submission, attack.exercise, address, seed)
    survivors = frozenset(WatchedChild.survivors.found)
    told = json.dumps(result.to_json(), ensure_ascii=False)
    good = Submission("anna", SMALL.id, f"{SMALL.id}.py", SMALL.solution_source.encode())
    return Outcome(
        result,
        survivors,
        tuple(surroundings.changes()),
        tuple(surroundings.leaks(told)),
        grade_in_thread(good, SMALL, address, seed),
    )


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_an_attack_gains_nothing_and_harms_nobody(attack: Attack, outcomes) -> None:
    outcome: Outcome = outcomes[attack.name].result()
    assert not attack.differences(outcome.result), attack.about
    assert is_confined(outcome.result.confinement) or not outcome.result.confinement
    assert not outcome.survivors
    assert not outcome.changes
    assert not outcome.leaks
    assert outcome.next_result.score == SMALL.points, "the submission after it was not graded as it should be"


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_an_attack_can_be_reported(attack: Attack, outcomes) -> None:
    result = outcomes[attack.name].result().result
    assert "\x1b" not in plain_submission(result)
    for text in (submission_page(result), to_junit([result]), to_gradescope_json(result), to_line(result)):
        text.encode("utf-8")


def test_nothing_of_any_attack_is_left(outcomes, server, surroundings) -> None:
    for each in outcomes.values():
        each.result()
    deadline = time.monotonic() + 20
    while psutil.Process(server.pid).children(recursive=True) and time.monotonic() < deadline:
        time.sleep(0.05)  # the server reaps its supervisors twice a second
    assert psutil.Process(server.pid).children(recursive=True) == []
    assert list((Path(server.address).parents[1] / "scratch").iterdir()) == []
    assert not surroundings.changes()


def test_there_are_attacks_of_every_class() -> None:
    assert len(ATTACKS) >= 80
    assert {attack.name.partition("/")[0] for attack in ATTACKS} == CLASSES
    assert len({attack.about for attack in ATTACKS}) == len(ATTACKS)


def test_the_surroundings_notice_what_attacks_are_watched_for(tmp_path) -> None:
    around = Surroundings(tmp_path)
    places = around.places()
    assert around.changes() == []
    Path(places["HOME"], "planted").touch()
    with (
        socket.create_connection(("127.0.0.1", int(places["TCP"]))),
        socket.socket(socket.AF_UNIX) as abstract,
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp,
    ):
        abstract.connect(f"\0{places['ABSTRACT']}")
        udp.sendto(b"secret", ("127.0.0.1", int(places["UDP"])))
        assert len(around.changes()) == 4
    assert around.leaks("x" + b"CANARY-home-51ac".hex()) == ["CANARY-home-51ac"]
    assert around.leaks("nothing") == []
    around.close()
    assert os.getpid() == int(places["JUDGE"])
