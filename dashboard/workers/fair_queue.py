"""Who trains next when learners outnumber workers."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection


class FairQueue:
    """Waiting runs: round robin between learners, first come first served within one.

    A learner whose run is training already is served after all who wait with none.
    Not thread-safe by itself.
    """

    def __init__(self) -> None:
        self._waiting: dict[str, deque[str]] = {}  # learners in the order of their turns

    def add(self, learner: str, run: str) -> None:
        """Let a run wait; a learner new to the queue gets the last turn."""
        self._waiting.setdefault(learner, deque()).append(run)

    def take(self, busy: Collection[str] = ()) -> str | None:
        """Remove and return the next run; None if nothing waits.

        Args:
            busy: learners who have a run in training.
        """
        learner = next((name for name in self._waiting if name not in busy), None)
        if learner is None:
            learner = next(iter(self._waiting), None)
        if learner is None:
            return None
        runs = self._waiting.pop(learner)
        run = runs.popleft()
        if runs:
            self._waiting[learner] = runs  # back to the last turn
        return run

    def put_last(self, learner: str) -> None:
        """Give a learner the last turn of those who wait now: a run of theirs has just ended."""
        if learner in self._waiting:
            self._waiting[learner] = self._waiting.pop(learner)

    def remove(self, run: str) -> bool:
        """Let a run leave the queue; return whether it was there."""
        for learner, runs in self._waiting.items():
            if run in runs:
                runs.remove(run)
                if not runs:
                    del self._waiting[learner]
                return True
        return False

    def learners(self) -> set[str]:
        """Return whose runs wait."""
        return set(self._waiting)

    def order(self, busy: Collection[str] = ()) -> list[str]:
        """Return all waiting runs in the order they would be taken.

        Args:
            busy: learners who have a run in training now; a learner counts as busy once served.
        """
        copy = FairQueue()
        copy._waiting = {learner: deque(runs) for learner, runs in self._waiting.items()}
        owner = {run: learner for learner, runs in self._waiting.items() for run in runs}
        served = set(busy)
        runs = []
        while (run := copy.take(served)) is not None:
            runs.append(run)
            served.add(owner[run])
        return runs

    def __len__(self) -> int:
        return sum(map(len, self._waiting.values()))
