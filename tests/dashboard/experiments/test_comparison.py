"""Runs side by side: what differs, what each reached, and their curves as CSV."""

import csv
import io
import math

import pytest

from dashboard.experiments.comparison import (
    Compared,
    comparison_rows,
    comparison_summary,
    curves_csv,
    differing_fields,
    reached,
    repeats,
)
from dashboard.experiments.config import TrainingConfig
from dashboard.experiments.run import Run, RunState
from dashboard.experiments.wording import name_for, phrase

HISTORY = {
    "loss": [0.8, 0.5, 0.4],
    "accuracy": [0.7, 0.8, 0.9],
    "val_loss": [0.7, 0.6, 0.7],
    "val_accuracy": [0.75, 0.82, 0.81],
}


def compared(name, history=HISTORY, test=None, **settings):
    run = Run(f"id-of-{name}", TrainingConfig(**settings), RunState.FINISHED, history, seconds=1.5)
    return Compared(name, run, test)


def test_only_settings_that_differ_are_named_in_the_order_of_the_config():
    configs = [TrainingConfig(seed=1), TrainingConfig(seed=2, units=64), TrainingConfig(seed=1)]
    assert differing_fields(configs) == ("units", "seed")
    assert differing_fields(configs[:1]) == ()


def test_a_setting_that_counts_for_one_recipe_only_is_compared_where_it_differs():
    dense, conv = TrainingConfig(), TrainingConfig(recipe="conv", filters=8)
    assert differing_fields([dense, conv]) == ("recipe", "filters")


def test_what_a_run_reached_is_its_last_and_its_best_validation_accuracy():
    got = reached(HISTORY)
    assert (got.metric, got.last, got.best, got.best_epoch, got.training) == (
        "val_accuracy",
        0.81,
        0.82,
        2,
        0.9,
    )
    assert got.gap == pytest.approx(9)


def test_of_equal_best_values_the_first_epoch_counts():
    assert reached({"val_accuracy": [0.5, 0.8, 0.8]}).best_epoch == 2
    assert reached({"loss": [0.5, 0.3, 0.3]}).best_epoch == 2


def test_a_run_without_accuracy_is_judged_by_its_lowest_loss():
    got = reached({"loss": [3.0, 1.0, 2.0]})
    assert (got.metric, got.last, got.best, got.best_epoch, got.gap) == ("loss", 2.0, 1.0, 2, None)


def test_a_run_that_diverged_has_the_best_of_its_finite_values():
    got = reached({"loss": [3.0, 1.0, math.nan]})
    assert math.isnan(got.last)
    assert (got.best, got.best_epoch) == (1.0, 2)
    assert reached({"loss": [math.nan]}).best is None


def test_a_run_without_an_epoch_reached_nothing():
    got = reached({})
    assert (got.last, got.best, got.best_epoch, got.training, got.gap) == (None,) * 5


def test_a_row_holds_what_differs_and_what_was_reached():
    rows = comparison_rows([compared("a", test=0.8, optimizer="sgd"), compared("b", history={})])
    assert rows[0] == {
        "run": "a",
        "optimizer": "SGD",
        "validation %": pytest.approx(81),
        "best validation %": pytest.approx(82),
        "best at epoch": 2,
        "training %": pytest.approx(90),
        "gap (points)": pytest.approx(9),
        "test %": pytest.approx(80),
        "epochs": 3,
        "seconds": 1.5,
    }
    assert list(rows[1]) == list(rows[0])
    assert rows[1]["validation %"] is None


def test_rows_of_runs_without_accuracy_hold_losses():
    row = comparison_rows([compared("a", {"loss": [2.0, 1.0]}, dataset="line", recipe="neuron")])[0]
    assert (row["last loss"], row["lowest loss"], row["lowest at epoch"]) == (1.0, 1.0, 2)
    assert "validation %" not in row


def test_the_summary_names_the_best_and_the_least_good_run():
    worse = {**HISTORY, "val_accuracy": [0.4, 0.5, 0.6]}
    assert comparison_summary([compared("a", worse), compared("b")]) == (
        "The highest validation accuracy of 2 runs: “b” with 82.0 % at epoch 2; "
        "the least good of them: “a” with 60.0 % at epoch 3."
    )
    assert comparison_summary([compared("b")]) == (
        "“b” with 82.0 % at epoch 2: the highest validation accuracy of this run."
    )
    assert comparison_summary([compared("a", {})]) == "No pinned run has finished an epoch yet."


def test_the_summary_of_losses_names_the_lowest():
    runs = [compared("a", {"loss": [2.0]}), compared("b", {"loss": [1.0]})]
    assert comparison_summary(runs).startswith("The lowest training loss of 2 runs: “b” with 1.000")


class TestRepeats:
    def test_equal_settings_and_curves_lie_on_each_other(self):
        assert repeats([compared("a"), compared("b"), compared("c", seed=7)]) == [
            "“a” and “b” have the same settings: the curves lie on each other."
        ]

    def test_different_settings_are_no_repeat(self):
        assert repeats([compared("a"), compared("b", units=64)]) == []

    def test_equal_settings_whose_curves_differ_are_not_called_equal(self):
        other = {**HISTORY, "val_loss": [0.7, 0.6, 0.75]}
        [told] = repeats([compared("a"), compared("b", other)])
        assert "yet the curves differ by up to 0.05" in told

    def test_a_repeat_that_was_stopped_early_is_compared_as_far_as_it_goes(self):
        short = {name: values[:1] for name, values in HISTORY.items()}
        [told] = repeats([compared("a"), compared("b", short)])
        assert told.endswith("the curves lie on each other as far as both go, 1 epoch.")

    def test_nan_in_both_is_the_same_and_in_one_is_not(self):
        broken = {"loss": [1.0, math.nan]}
        assert repeats([compared("a", broken), compared("b", broken)])[0].endswith("lie on each other.")
        assert "differ" in repeats([compared("a", broken), compared("b", {"loss": [1.0, 2.0]})])[0]

    def test_a_repeat_without_an_epoch_has_no_curve_yet(self):
        assert repeats([compared("a"), compared("b", {})])[0].endswith("no curve to compare yet.")


class TestCsv:
    def read(self, *runs):
        return list(csv.DictReader(io.StringIO(curves_csv(runs))))

    def test_there_is_a_row_for_each_epoch_of_each_run_with_its_settings(self):
        rows = self.read(compared("a", units=64), compared("b", {"loss": [1.0]}))
        assert [(row["name"], row["epoch"]) for row in rows] == [
            ("a", "1"),
            ("a", "2"),
            ("a", "3"),
            ("b", "1"),
        ]
        assert (rows[0]["units"], rows[0]["seed"], rows[0]["stop_at_accuracy"]) == ("64", "42", "")
        assert [row["val_accuracy"] for row in rows] == ["0.75", "0.82", "0.81", ""]
        assert list(rows[0])[-5:] == ["epoch", "loss", "accuracy", "val_loss", "val_accuracy"]

    def test_values_keep_every_digit_and_nan_stays_nan(self):
        rows = self.read(compared("a", {"loss": [0.1 + 0.2, math.nan]}))
        assert float(rows[0]["loss"]) == 0.1 + 0.2
        assert rows[1]["loss"] == "nan"

    @pytest.mark.parametrize("name", ["=HYPERLINK(1)", "+1", "-1", "@x", "\uff1d1"])
    def test_a_name_that_a_spreadsheet_would_run_is_made_text(self, name):
        assert self.read(compared(name))[0]["name"] == f"'{name}"

    def test_names_with_commas_and_quotes_stay_whole(self):
        assert self.read(compared('a, "b"'))[0]["name"] == 'a, "b"'


class TestWording:
    @pytest.mark.parametrize(
        ("field", "value", "words"),
        [
            ("units", 512, "512 neurons"),
            ("units", 1, "1 neuron"),
            ("examples", 10_000, "10,000 pictures"),
            ("dropout", 0.2, "dropout 0.2"),
            ("learning_rate", 1e-5, "learning rate 0.00001"),
            ("optimizer", "rmsprop", "RMSprop"),
            ("batch_size", 64, "batch size 64"),
            ("stop_at_accuracy", 0.85, "stop at 85 %"),
            ("stop_at_accuracy", None, "no stop"),
            ("seed", 12345, "seed 12345"),
        ],
    )
    def test_a_setting_reads_as_a_learner_says_it(self, field, value, words):
        assert phrase(field, value) == words

    def test_a_run_is_named_after_what_differs(self):
        base = TrainingConfig()
        assert name_for(base, base) == ""
        assert name_for(TrainingConfig(units=512, optimizer="sgd"), base) == "512 neurons, SGD"

    def test_a_name_of_many_differences_is_cut(self):
        many = TrainingConfig(units=1, optimizer="sgd", batch_size=64, seed=1, dropout=0.1)
        assert name_for(many, TrainingConfig()).count(",") == 2
        assert name_for(many, TrainingConfig()).endswith("…")
