"""Slow motion: waits between epochs that end at once when they are to."""

import time
from types import SimpleNamespace

import pytest

from dashboard.workers.callbacks import Pacer, StopAtAccuracy

pytestmark = pytest.mark.training


def pacer(pace, stop=lambda: False, last_epoch=10):
    callback = Pacer(pace, stop, last_epoch, slice_seconds=0.001)
    callback.set_model(SimpleNamespace(stop_training=False))
    callback.on_train_begin()
    return callback


def test_each_epoch_takes_at_least_the_pace():
    callback = pacer(lambda: 0.05)
    began = time.monotonic()
    for epoch in range(3):
        callback.on_epoch_end(epoch)
    assert time.monotonic() - began >= 0.15
    assert callback.waited > 0


def test_at_full_speed_and_after_the_last_epoch_nothing_waits():
    stops = []

    def stop():
        stops.append(True)
        return len(stops) > 3  # a wait would ask more than once

    full, last = pacer(lambda: 0.0, stop), pacer(lambda: 60.0, stop, last_epoch=1)
    full.on_epoch_end(0)
    last.on_epoch_end(1)
    assert len(stops) == 1


def test_no_wait_after_another_callback_has_stopped_the_training():
    callback = pacer(lambda: 60.0, lambda: pytest.fail("it waited"))
    callback.model.stop_training = True
    callback.on_epoch_end(0)


def test_stop_ends_a_wait():
    asked = []

    def stop():
        asked.append(True)
        return len(asked) == 5

    pacer(lambda: 3600.0, stop).on_epoch_end(0)
    assert len(asked) == 5


def test_another_pace_is_heard_during_a_wait():
    paces = [3600.0, 3600.0, 0.0]
    pacer(lambda: paces.pop(0)).on_epoch_end(0)
    assert paces == []


def test_the_target_must_be_passed():
    callback = StopAtAccuracy(0.8)
    callback.set_model(SimpleNamespace(stop_training=False))
    callback.on_epoch_end(0, {"accuracy": 0.8})
    assert not callback.model.stop_training
    callback.on_epoch_end(1, {"accuracy": 0.81})
    assert callback.model.stop_training
    assert "after epoch 2" in callback.reason
