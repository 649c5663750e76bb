"""A sweep: its values, its address, and the words that its figures give."""

import math

import pytest

from dashboard.experiments.config import ConfigError, TrainingConfig
from dashboard.experiments.run import Run, RunState
from dashboard.experiments.sweep import (
    SUGGESTED,
    Sweep,
    SweepError,
    parse_sweep,
    settings_to_sweep,
    sweep_configs,
    sweep_to_text,
    values_text,
)
from dashboard.experiments.sweep_conclusion import in_order, sweep_conclusion, sweep_rows

BASE = TrainingConfig()
IDS = tuple(f"{place:016d}" for place in range(6))


def run(validation, training=None, state=RunState.FINISHED, loss=None, **settings):
    """A run whose last epoch reached these accuracies."""
    accuracies = [] if validation is None else [0.5, validation]
    history = {
        "loss": loss or [1.0] * len(accuracies),
        "accuracy": [value if training is None else training for value in accuracies],
        "val_accuracy": accuracies,
    }
    return Run("id", TrainingConfig(**{"epochs": 2, **settings}), state, history if accuracies else {})


class TestValues:
    @pytest.mark.parametrize("setting", settings_to_sweep(TrainingConfig(recipe="conv")))
    def test_the_suggested_values_of_every_setting_can_be_swept(self, setting):
        base = TrainingConfig(recipe="conv")
        values = [getattr(config, setting) for config in sweep_configs(base, setting, values_text(setting))]
        assert values == list(SUGGESTED[setting])

    def test_a_page_offers_the_settings_of_its_model_only(self):
        assert "filters" not in settings_to_sweep(BASE)
        assert settings_to_sweep(TrainingConfig("line", "neuron")) == ("learning_rate", "optimizer", "seed")

    def test_only_the_swept_setting_changes(self):
        base = TrainingConfig(units=64, seed=7, epochs=3)
        assert sweep_configs(base, "dropout", "0, .5") == (
            base,
            TrainingConfig(units=64, seed=7, epochs=3, dropout=0.5),
        )

    def test_numbers_are_put_in_rising_order_and_doubles_run_once(self):
        assert [config.units for config in sweep_configs(BASE, "units", "64; 8 8,  16")] == [8, 16, 64]

    def test_optimizers_go_by_id_or_class_name_in_the_order_given(self):
        configs = sweep_configs(BASE, "optimizer", "SGD, adam, RMSprop")
        assert [config.optimizer for config in configs] == ["sgd", "adam", "rmsprop"]

    @pytest.mark.parametrize(
        ("setting", "text", "told"),
        [
            ("dropout", "0, 2", "dropout must be a number from 0 to 0.9; received 2.0."),
            ("units", "8, many", "units must be a whole number from 1 to 1024; received 'many'."),
            ("units", "8.5", "units must be a whole number"),
            ("dropout", "nan", "dropout must be a number"),
            ("optimizer", "adamw", "optimizer must be one of sgd, rmsprop, adam, adagrad; received 'adamw'."),
            ("batch_size", "33", "batch_size must be one of"),
        ],
    )
    def test_a_value_out_of_range_is_told_in_the_words_of_the_config(self, setting, text, told):
        with pytest.raises(ConfigError) as caught:
            sweep_configs(BASE, setting, text)
        assert told in str(caught.value)

    @pytest.mark.parametrize(
        ("setting", "text", "told"),
        [
            ("units", " ,; ", "Give one to 5 values of neurons, separated by commas."),
            ("units", "1 2 3 4 5 6", "A sweep has at most 5 values; received 6. Leave some out."),
            ("epochs", "1", "A sweep varies one of"),
            ("filters", "8", "received 'filters'"),
        ],
    )
    def test_a_sweep_that_cannot_be_run_is_refused(self, setting, text, told):
        with pytest.raises(SweepError) as caught:
            sweep_configs(BASE, setting, text)
        assert told in str(caught.value)


class TestAddress:
    @pytest.mark.parametrize("setting", list(SUGGESTED))
    def test_a_sweep_comes_back_from_the_address(self, setting):
        sweep = Sweep(setting, IDS[:5])
        assert parse_sweep(sweep_to_text(sweep)) == (sweep, ())

    def test_no_sweep_is_no_problem(self):
        assert parse_sweep("") == (None, ())

    def test_broken_parts_are_left_out_and_told(self):
        sweep, [problem] = parse_sweep(f"dropout:{IDS[0]},a b,{IDS[1]}")
        assert sweep == Sweep("dropout", IDS[:2])
        assert "setting:run,run" in problem

    @pytest.mark.parametrize("text", ["colour:x", "units", ":", "x" * 10_000, "learning_rate:" + IDS[0]])
    def test_what_is_no_sweep_is_told_and_left_out(self, text):
        sweep, problems = parse_sweep(text)
        assert sweep is None
        assert len(problems) == 1
        assert len(problems[0]) < 300


class TestConclusion:
    def test_the_best_value_and_the_change_of_the_gap_are_named(self):
        runs = [run(0.80, 0.90, dropout=0.0), run(0.86, 0.90, dropout=0.2), run(0.82, 0.83, dropout=0.4)]
        assert sweep_conclusion("dropout", runs) == (
            "Validation accuracy was highest with dropout 0.2 (86.0 %) and lowest with dropout 0 (80.0 %); "
            "the gap shrank from 10.0 points with dropout 0 to 1.0 points with dropout 0.4."
        )

    def test_a_gap_that_grows_is_said_to_grow(self):
        told = sweep_conclusion("units", [run(0.8, 0.8, units=8), run(0.9, 0.95, units=512)])
        assert "the gap grew from 0.0 points with 8 neurons to 5.0 points with 512 neurons" in told

    def test_a_gap_that_hardly_moves_is_not_said_to_change(self):
        told = sweep_conclusion("units", [run(0.70, 0.72, units=8), run(0.9, 0.923, units=512)])
        assert "the gap stayed between 2.0 points and 2.3 points" in told

    def test_a_gap_that_comes_back_is_not_said_to_shrink(self):
        runs = [run(0.8, 0.9, units=8), run(0.7, 0.9, units=16), run(0.81, 0.91, units=32)]
        assert "with up to 20.0 points between" in sweep_conclusion("units", runs)

    def test_optimizers_have_no_order_so_the_ends_of_the_gap_are_named(self):
        runs = [run(0.8, 0.81, optimizer="sgd"), run(0.86, 0.9, optimizer="adam")]
        assert sweep_conclusion("optimizer", runs).endswith(
            "the gap was smallest with SGD (1.0 points) and largest with Adam (4.0 points)."
        )

    def test_seeds_differ_by_chance_and_the_words_say_so(self):
        told = sweep_conclusion("seed", [run(0.85, seed=1), run(0.87, seed=2)])
        assert told == (
            "With 2 seeds validation accuracy lay between 85.0 % and 87.0 %, 2.0 points apart: "
            "only chance differed between these runs."
        )

    def test_values_too_close_for_the_validation_set_are_said_to_be_close(self):
        near = [run(0.860, dropout=0.0), run(0.865, dropout=0.2)]
        assert "may differ by chance: 2,000 validation pictures" in sweep_conclusion("dropout", near)
        far = [run(0.80, dropout=0.0), run(0.865, dropout=0.2)]
        assert "chance" not in sweep_conclusion("dropout", far)

    def test_one_value_is_told_without_a_comparison(self):
        assert sweep_conclusion("dropout", [run(0.8)]) == "Validation accuracy was 80.0 % with dropout 0."

    def test_runs_that_failed_were_stopped_or_diverged_are_told_apart(self):
        runs = [
            run(0.8, learning_rate=0.001),
            run(0.5, learning_rate=0.01, state=RunState.STOPPED, epochs=9),
            run(None, learning_rate=0.1, state=RunState.FAILED),
            run(0.1, learning_rate=1.0, loss=[1.0, math.nan]),
        ]
        told = sweep_conclusion("learning_rate", runs)
        assert "The run with learning rate 0.01 was stopped after 2 of 9 epochs." in told
        assert "The run with learning rate 0.1 failed after 0 of 2 epochs." in told
        assert "The run with learning rate 1 diverged: its loss was no longer a number in epoch 2." in told

    def test_without_an_epoch_there_is_no_conclusion(self):
        assert sweep_conclusion("dropout", [run(None)]) == "No run of this sweep has finished an epoch yet."

    def test_runs_without_accuracy_are_concluded_by_their_loss(self):
        runs = [
            Run(
                "a",
                TrainingConfig("line", "neuron", learning_rate=rate),
                RunState.FINISHED,
                {"loss": [9.0, loss]},
            )
            for rate, loss in ((0.001, 3.0), (0.01, 0.5))
        ]
        assert sweep_conclusion("learning_rate", runs) == (
            "Training loss was lowest with learning rate 0.01 (0.500) and highest with learning rate 0.001 (3.000)."
        )

    def test_rows_say_what_each_value_reached_with_the_same_columns(self):
        rows = sweep_rows("dropout", [run(0.8, 0.9), run(None, dropout=0.2, state=RunState.QUEUED)])
        assert rows[0] == {
            "dropout": "dropout 0",
            "validation accuracy, last epoch": "80.0 %",
            "validation accuracy, best": "80.0 % at epoch 2",
            "training": "90.0 %",
            "gap": "10.0 points",
            "epochs": "2 of 2",
            "state": "finished",
        }
        assert list(rows[1]) == list(rows[0])

    def test_numbers_rise_whatever_the_address_says_and_optimizers_stay(self):
        numbers = [run(0.8, units=64), run(0.8, units=8)]
        assert in_order("units", numbers) == numbers[::-1]
        named = [run(0.8, optimizer="sgd"), run(0.8, optimizer="adam")]
        assert in_order("optimizer", named) == named
