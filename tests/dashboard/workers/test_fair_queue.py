"""Turns: round robin between learners, in order within one."""

from dashboard.workers.fair_queue import FairQueue


def queue_of(*pairs):
    queue = FairQueue()
    for learner, run in pairs:
        queue.add(learner, run)
    return queue


def test_a_learner_with_many_runs_does_not_hold_up_another():
    queue = queue_of(("ana", "a1"), ("ana", "a2"), ("ana", "a3"), ("ben", "b1"), ("eva", "e1"))
    assert queue.order() == ["a1", "b1", "e1", "a2", "a3"]
    assert [queue.take() for _ in range(6)] == ["a1", "b1", "e1", "a2", "a3", None]


def test_who_trains_already_waits_for_all_who_do_not():
    queue = queue_of(("ana", "a1"), ("ben", "b1"))
    assert queue.order(busy={"ana"}) == ["b1", "a1"]
    assert queue.take(busy={"ana"}) == "b1"


def test_a_busy_learner_is_served_when_nobody_else_waits():
    assert queue_of(("ana", "a1")).take(busy={"ana"}) == "a1"


def test_who_was_just_served_comes_after_those_who_wait():
    queue = queue_of(("ana", "a2"), ("ben", "b1"))
    queue.put_last("ana")
    queue.put_last("unknown")
    queue.add("eva", "e1")
    assert queue.order() == ["b1", "a2", "e1"]


def test_a_run_can_leave():
    queue = queue_of(("ana", "a1"), ("ana", "a2"), ("ben", "b1"))
    assert queue.remove("a1")
    assert not queue.remove("a1")
    assert queue.remove("b1")
    assert queue.order() == ["a2"]
    assert len(queue) == 1


def test_asking_for_the_order_changes_nothing():
    queue = queue_of(("ana", "a1"), ("ben", "b1"))
    assert queue.order() == queue.order()
    assert len(queue) == 2
