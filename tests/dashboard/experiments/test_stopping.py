"""Where callbacks stop and what they keep, worked out without Keras."""

import math

import pytest

from dashboard.experiments.config import TrainingConfig
from dashboard.experiments.run import Run
from dashboard.experiments.stopping import Stop, callback_rows, early_stop, kept_epoch, saved_sentence

LOSSES = [1.0, 0.8, 0.7, 0.75, 0.72, 0.9]


@pytest.mark.parametrize(
    ("patience", "min_delta", "expected"),
    [
        (0, 0.0, Stop(3, 4)),
        (2, 0.0, Stop(3, 5)),
        (4, 0.0, Stop(3, None)),
        (2, 0.15, Stop(2, 4)),
    ],
)
def test_stops_once_nothing_has_improved_for_so_many_epochs(patience, min_delta, expected):
    assert early_stop(LOSSES, "val_loss", patience, min_delta) == expected


def test_an_accuracy_is_to_rise():
    assert early_stop([0.5, 0.6, 0.55], "val_accuracy", 1) == Stop(2, 3)


def test_a_curve_without_epochs_is_refused():
    with pytest.raises(ValueError, match="at least one epoch"):
        early_stop([], "val_loss", 1)


def run(**settings):
    history = {
        "loss": LOSSES,
        "val_loss": LOSSES,
        "accuracy": [0.5, 0.6, 0.7, 0.8, 0.9, 1.0],
        "val_accuracy": [0.5] * 6,
    }
    return Run("a", TrainingConfig(epochs=6, **settings), history=history, seconds=6.0)


@pytest.mark.parametrize(
    ("settings", "epoch"),
    [
        ({}, 6),
        ({"callback": "early_stopping"}, 3),
        ({"callback": "early_stopping", "restore_best_weights": False}, 6),
        ({"callback": "model_checkpoint"}, 3),
        ({"callback": "reduce_lr"}, 6),
    ],
)
def test_the_epoch_whose_weights_are_kept(settings, epoch):
    assert kept_epoch(run(**settings)) == epoch


def test_a_row_of_the_comparison():
    [row] = callback_rows([run(callback="model_checkpoint")], {"a": 0.724})
    assert row["callback"] == "ModelCheckpoint"
    assert row["weights kept"] == "best, epoch 3"
    assert row["test accuracy of them"] == "72.4 %"


def test_what_early_stopping_would_have_saved():
    told = saved_sentence(run(), "val_loss", 1, 0.0)
    assert "would have stopped after epoch 4: 2 of 6 epochs saved, about 2.0 of 6.0 seconds" in told
    assert "The gap was 20.0 points at epoch 3, and is 50.0 points at the end." in told
    assert "would not have stopped" in saved_sentence(run(), "val_loss", 50, 0.0)


def test_nan_is_never_better():
    assert early_stop([1.0, math.nan, math.nan], "loss", 2) == Stop(1, 3)
