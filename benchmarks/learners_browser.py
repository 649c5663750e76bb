"""A simulated learner: opens the lesson, trains, stops, moves sliders, leaves, comes back, reloads, at random."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from benchmarks.learners_curve import Curve
from benchmarks.learners_http import open_page
from benchmarks.learners_judge import as_shown, read_log, wrong_chart
from benchmarks.learners_protocol import Problems, Session, SessionError, query_of
from dashboard.experiments.config import TrainingConfig
from dashboard.experiments.run import RunState

LESSON = "lesson-hands-on-vision"
OTHER_PAGES = ("exercise-callbacks", "home")
UNITS, EPOCHS, RATE = "Neurons in the hidden layer", "Epochs", "Learning rate"
LEARNT_SECONDS = 240.0
_THINK_SECONDS = 1.5
_LONGEST_THOUGHT = 6.0


@dataclass
class Training:
    """One click on Train and what the page made of it.

    Args:
        learner: who clicked.
        chosen: the settings at the click.
        clicked: ``time.monotonic()`` at the click.
        run_id: the run that came of it; empty until the page tells.
        first_point: when the page first drew a point of it; None before.
        seen: the figures that the page drew last.
        state: the state that the page drew last.
    """

    learner: str
    chosen: TrainingConfig
    clicked: float
    run_id: str = ""
    first_point: float | None = None
    seen: dict[str, list[Any]] = field(default_factory=dict)
    state: str = ""

    @property
    def over(self) -> bool:
        """Whether the page has drawn the end of the run."""
        return self.state in {state.value for state in RunState if state.final}


@dataclass(frozen=True)
class Answer:
    """How long the page took to answer a click.

    Args:
        action: what was clicked.
        seconds: from the click to the page drawn again.
        active: runs that waited or trained meanwhile.
    """

    action: str
    seconds: float
    active: int


@dataclass
class Notes:
    """What all learners of one case have met."""

    trainings: list[Training] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    opened: list[float] = field(default_factory=list)
    wrong_charts: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    problems: Problems = field(default_factory=Problems)
    lost_connections: int = 0


class Learner:
    """One person with one browser tab.

    Args:
        name: tells learners apart in reports.
        address: of the dashboard, without a scheme.
        runs: the folder of its runs.
        notes: where everything is noted.
        active: returns how many runs wait or train now.
        seed: of all its choices.
        start: the settings in the address it opens.
    """

    def __init__(
        self,
        name: str,
        address: str,
        runs: Path,
        notes: Notes,
        active: Callable[[], int],
        seed: int,
        start: TrainingConfig,
    ) -> None:
        self.name, self.notes = name, notes
        self._address, self._runs, self._active = address, runs, active
        self._random = random.Random(seed)
        self._start = start
        self._session: Session | None = None
        self._curve: Curve | None = None
        self._component = ""
        self._cookies: dict[str, str] = {}
        self._training: Training | None = None
        self._on_lesson = True
        self._seen = asyncio.Event()

    # What a learner can do.

    async def open(self) -> None:
        """Open the lesson at the address of the settings."""
        begin = time.monotonic()
        await self._open(query_of(**self._start.to_query()))
        self.notes.opened.append(time.monotonic() - begin)

    async def learn(self, until: float) -> None:
        """Act at random until ``time.monotonic()`` is ``until``, then let the last run end."""
        while time.monotonic() < until:
            await self._think()
            await self._act()
        await self.finish()

    async def train_again_and_again(self, more: Callable[[], bool]) -> None:
        """Train the same settings as long as there is ``more`` to train."""
        while more():
            await self.train()
            await self.finish()

    async def train(self) -> None:
        """Press Train and wait until the page has answered."""
        training = Training(self.name, self._chosen(), time.monotonic())
        self.notes.trainings.append(training)
        before = self._page.parameter("run")
        self._training = training
        asked = self._page.click("Train")
        await self._answered("train", asked)
        await self._until(
            lambda: self._page.parameter("run") not in ("", before), "the run's id in the address"
        )
        training.run_id = self._page.parameter("run")
        self._drawn()

    async def stop(self) -> None:
        """Press Stop."""
        await self._answered("stop", self._page.click("Stop"))

    async def finish(self) -> None:
        """Come back to the lesson and wait until the run on show is over; then compare its chart with its log."""
        if not self._on_lesson:
            await self._go(LESSON)
        training = self._training
        if training is None:
            return
        try:
            await self._until(
                lambda: training.over and self._page.has("button", "Train"), "the end of the run"
            )
        except SessionError as error:
            self.notes.lost.append(
                f"{self.name}, run {training.run_id}, shown as {training.state!r}: {error}"
            )
            return
        finally:
            self._training = None
        self._compare(training, whole=True)

    async def close(self) -> None:
        """Close the tab."""
        if self._curve is not None:
            self.notes.lost_connections += self._curve.lost_connections
            self._curve.close()
        if self._session is not None:
            await self._session.close()

    # How it decides.

    async def _think(self) -> None:
        await asyncio.sleep(min(self._random.expovariate(1 / _THINK_SECONDS), _LONGEST_THOUGHT))

    async def _act(self) -> None:
        if not self._on_lesson:
            await self._go(LESSON)
        elif self._page.has("button", "Stop"):
            await self._choose(
                (35, self._think), (25, self.stop), (25, self._move), (10, self._leave), (5, self._reload)
            )
        elif self._page.has("button", "Train") and (self._training is None or self._training.over):
            await self.finish()
            await self._choose(
                (45, self.train),
                (15, self._move_and_train),
                (25, self._move),
                (10, self._leave),
                (5, self._reload),
            )

    async def _choose(self, *weighted: tuple[int, Callable[[], Any]]) -> None:
        weights = [weight for weight, _ in weighted]
        chosen = self._random.choices([action for _, action in weighted], weights)[0]
        await chosen()

    async def _move(self) -> None:
        await self._answered("slider", self._slide())

    async def _move_and_train(self) -> None:
        """Train at once, while the page still answers the slider: the settings at the click are the new ones."""
        moved = self._slide()
        await self.train()
        await self._page.answered(moved)

    def _slide(self) -> asyncio.Future[None]:
        label = self._random.choice((UNITS, EPOCHS, RATE))
        if label == RATE:
            return self._page.slide(label, self._random.choice(self._page.options(label)))
        return self._page.slide(
            label, self._random.choice((16, 64, 128, 256) if label == UNITS else (3, 5, 8, 12))
        )

    async def _leave(self) -> None:
        await self._go(self._random.choice(OTHER_PAGES))

    async def _go(self, page: str) -> None:
        name = "" if page == "home" else page
        await self._answered("page", self._page.go(name if name in self._page.pages else page))
        self._on_lesson = page == LESSON
        if not self._on_lesson and self._curve is not None:
            self._curve.close()  # it has left the page
            self._curve = Curve(self._address, self._cookies, on_change=self._drawn, on_end=self._over)

    async def _reload(self) -> None:
        """Press F5: a new session at the same address."""
        query = self._page.query
        await self.close()
        begin = time.monotonic()
        await self._open(query)
        self.notes.answers.append(Answer("reload", time.monotonic() - begin, self._active()))

    # How it looks.

    @property
    def _page(self) -> Session:
        assert self._session is not None
        return self._session

    async def _open(self, query: str) -> None:
        await open_page(self._address, f"/{LESSON}?{query}", self._cookies)
        self._curve = Curve(self._address, self._cookies, on_change=self._drawn, on_end=self._over)
        self._session = Session(
            self._address,
            LESSON,
            query,
            cookies=self._cookies,
            problems=self.notes.problems,
            on_change=self._look,
        )
        await self._session.open()

    def _chosen(self) -> TrainingConfig:
        page = self._page
        return replace(
            self._start,
            units=int(page.value(UNITS)),
            epochs=int(page.value(EPOCHS)),
            learning_rate=float(page.value(RATE)),
        )

    async def _answered(self, action: str, request: asyncio.Future[None]) -> None:
        active = self._active()
        seconds = await self._page.answered(request)
        self.notes.answers.append(Answer(action, seconds, active))

    def _look(self) -> None:
        """Give the curve what the page has for it."""
        self._seen.set()
        found = self._session.component("live_curve") if self._session else None
        if found is not None and self._curve is not None:
            self._component, data = found
            self._curve.receive(data)

    def _drawn(self) -> None:
        """Note what the curve shows, if it shows the run that this learner trains."""
        self._seen.set()
        training, curve = self._training, self._curve
        if training is None or curve is None or not training.run_id or curve.run_id != training.run_id:
            return
        for name, values in training.seen.items():
            old, new = [*map(as_shown, values)], [*map(as_shown, curve.series.get(name, []))]
            if new[: len(old)] != old:
                self.notes.wrong_charts.append(f"{self.name}: {name} went from {old} to {new}")
        training.seen = {name: list(values) for name, values in curve.series.items()}
        training.state = curve.state
        if training.first_point is None and any(training.seen.values()):
            training.first_point = time.monotonic()

    def _over(self, run_id: str) -> None:
        """Tell the page that its run is over, as the curve does."""
        session = self._session
        if session is not None and session.open_and_well:
            session.trigger(f"$$STREAMLIT_INTERNAL_KEY_{self._component}__events", "ended", run_id)

    def _compare(self, training: Training, *, whole: bool) -> None:
        try:
            logged = read_log(self._runs, training.run_id)
        except OSError as error:
            self.notes.lost.append(f"{self.name}, run {training.run_id}: {error}")
            return
        wrong = wrong_chart(training.seen, training.chosen, logged, whole=whole)
        if wrong:
            self.notes.wrong_charts.append(f"{self.name}, run {training.run_id}: {wrong}")

    async def _until(self, condition: Callable[[], bool], what: str) -> None:
        deadline = time.monotonic() + LEARNT_SECONDS
        while not condition():
            left = deadline - time.monotonic()
            if left <= 0 or not self._page.open_and_well:
                raise SessionError(f"Waited in vain for {what}.")
            self._seen.clear()
            try:
                await asyncio.wait_for(self._seen.wait(), min(left, 1.0))
            except TimeoutError:
                continue
