"""What the dashboard gives back to the system."""

from __future__ import annotations

import pytest

from dashboard import memory


class Enough(Exception):
    pass


def test_free_memory_is_given_back_again_and_again(monkeypatch):
    told, pauses = [], []

    def sleep(seconds):
        pauses.append(seconds)
        if len(pauses) == 3:
            raise Enough

    monkeypatch.setattr(memory, "give_back", lambda: told.append("given"))
    monkeypatch.setattr(memory.time, "sleep", sleep)

    with pytest.raises(Enough):
        memory.keep_giving_back(7.0)

    assert told == ["given"] * 3
    assert pauses == [7.0] * 3


def test_giving_back_works_on_this_system():
    memory.give_back()
