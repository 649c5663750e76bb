"""The sentences below the charts."""

import math

import numpy as np
import pytest

from dashboard.charts.summary import confusion_summary, curve_summary

HISTORY = {
    "loss": [0.7, 0.412],
    "val_loss": [0.6, 0.455],
    "accuracy": [0.8, 0.851],
    "val_accuracy": [0.81, 0.83],
}


def test_a_running_run_says_its_epoch_values_and_gap():
    assert curve_summary(HISTORY, total_epochs=10, state="running") == (
        "Epoch 2 of 10: training loss 0.412 and validation loss 0.455; "
        "training accuracy 85.1 % and validation accuracy 83.0 %, a gap of 2.1 points."
    )


def test_a_finished_run_says_after_how_many_epochs():
    assert curve_summary(HISTORY, total_epochs=2).startswith("After 2 epochs: ")
    assert curve_summary({"loss": [0.5]}, total_epochs=1) == "After 1 epoch: training loss 0.500."


def test_an_early_stop_is_explained():
    text = curve_summary(HISTORY, total_epochs=10, stopped_epoch=2, stop_reason="Accuracy reached 85 %.")
    assert text.endswith(" Training stopped at epoch 2 of 10: Accuracy reached 85 %.")
    assert curve_summary(HISTORY, total_epochs=10, stopped_epoch=2).endswith(" stopped at epoch 2 of 10.")


def test_validation_ahead_of_training_is_said():
    ahead = {"accuracy": [0.80], "val_accuracy": [0.83]}
    assert "a gap of 3.0 points, with validation ahead." in curve_summary(ahead, total_epochs=1)
    level = {"accuracy": [0.80], "val_accuracy": [0.8001]}
    assert curve_summary(level, total_epochs=1).endswith(", without a gap.")


@pytest.mark.parametrize(("value", "word"), [(math.nan, "nan"), (math.inf, "inf")])
def test_the_first_value_that_is_no_number_is_named(value, word):
    text = curve_summary({"loss": [0.5, value, value], "val_loss": [0.6, 0.6, value]}, total_epochs=3)
    assert f"The training loss became {word} at epoch 2." in text
    assert f"The validation loss became {word} at epoch 3." in text
    assert text.count("became") == 2


def test_a_gap_with_nan_is_left_out():
    assert "gap" not in curve_summary({"accuracy": [math.nan], "val_accuracy": [0.5]}, total_epochs=1)


def test_huge_and_tiny_losses_stay_readable():
    assert "training loss 1.2e+09" in curve_summary({"loss": [1.23e9]}, total_epochs=1)
    assert "training loss 1.2e-05" in curve_summary({"loss": [1.2e-5]}, total_epochs=1)


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("idle", "Nothing"),
        ("queued", "waits"),
        ("running", "first epoch"),
        ("failed", "failed"),
        ("finished", "No"),
    ],
)
def test_before_the_first_point_the_state_is_told(state, words):
    assert words in curve_summary({}, total_epochs=5, state=state)
    assert curve_summary({"loss": []}, total_epochs=5, state=state) == curve_summary(
        {}, total_epochs=5, state=state
    )


def test_a_run_that_failed_on_the_way_keeps_its_values_and_says_so():
    text = curve_summary(HISTORY, total_epochs=10, state="failed")
    assert "training loss 0.412" in text
    assert text.endswith("The run failed before its last epoch.")


class TestConfusionSummary:
    def test_it_counts_the_right_ones_and_names_the_worst_confusion(self):
        counts = np.array([[8, 2, 0], [1, 9, 0], [0, 3, 7]])
        assert confusion_summary(counts, ["cat", "dog", "owl"]) == (
            "24 of 30 pictures are right (80.0 %). The most frequent mistake: owl taken for dog, 3 of 10 times."
        )

    def test_a_perfect_matrix_has_no_mistake_to_name(self):
        assert confusion_summary(np.eye(2, dtype=int), ["a", "b"]) == "2 of 2 pictures are right (100.0 %)."

    def test_an_empty_matrix_is_said_to_be_empty(self):
        assert (
            confusion_summary(np.zeros((2, 2), int), ["a", "b"]) == "The confusion matrix holds no picture."
        )
