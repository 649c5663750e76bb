"""The same training without and with dropout: which runs, and what they came to."""

from __future__ import annotations

from dataclasses import replace

from dashboard.experiments.config import TrainingConfig
from dashboard.experiments.dropout_pairs import SEEDS, gap_outcome, pair_configs, pair_rows, paired
from dashboard.experiments.run import Run, RunState

BASE = TrainingConfig(examples=2_000, epochs=40, dropout=0.4, seed=7)


def run(config, training, validation, state=RunState.FINISHED):
    history = {"accuracy": [0.1, training], "val_accuracy": [0.1, validation], "val_loss": [2.0, 0.5]}
    return Run(f"{config.seed}-{config.dropout:g}", config, state, history)


def runs(*figures):
    return [run(config, *figures[place % 2]) for place, config in enumerate(pair_configs(BASE))]


def test_each_seed_comes_once_without_dropout_and_once_with_the_panels_rate():
    configs = pair_configs(BASE)

    assert [(each.seed, each.dropout) for each in configs] == [
        (seed, rate) for seed in range(7, 7 + SEEDS) for rate in (0.0, 0.4)
    ]
    assert {replace(each, seed=7, dropout=0.4) for each in configs} == {BASE}


def test_a_panel_without_dropout_is_compared_with_half():
    assert pair_configs(replace(BASE, dropout=0.0))[1].dropout == 0.5


def test_callbacks_of_the_panel_are_left_out():
    busy = replace(BASE, stop_at_accuracy=0.9, callback="early_stopping", hooks="nothing")

    assert pair_configs(busy) == pair_configs(BASE)


def test_the_largest_seed_has_room_for_those_that_follow():
    assert pair_configs(replace(BASE, seed=2**31 - 1))[-1].seed == 2**31 - 2


def test_the_outcome_is_computed_from_the_runs():
    outcome = gap_outcome(paired(runs((1.0, 0.8), (0.9, 0.81))))

    assert outcome == (
        "Without dropout: training 100.0 %, validation 80.0 %, a gap of 20.0 points. "
        "With a rate of 0.4: training 90.0 %, validation 81.0 %, a gap of 9.0 points. "
        "So training fell by 10.0 points, validation rose by 1.0 points. Mean of 4 seeds."
    )


def test_figures_that_are_nearly_the_same_are_called_level():
    assert "validation stayed level" in gap_outcome(paired(runs((1.0, 0.8), (0.9, 0.803))))


def test_a_run_without_its_partner_is_left_out():
    both = runs((1.0, 0.8), (0.9, 0.8))
    failed = replace(both[0], history={}, state=RunState.FAILED)

    assert len(paired([failed, *both[1:]])) == SEEDS - 1
    assert gap_outcome(paired([failed])) is None


def test_a_row_names_the_accuracy_with_dropout_switched_off_apart():
    pairs = paired(runs((1.0, 0.8), (0.9, 0.8)))
    rows = pair_rows(pairs[:1], {pairs[0].dropped.id: 0.97}, {})

    assert [row["training"] for row in rows] == ["100.0 %", "90.0 %"]
    assert rows[1]["training, dropout off"] == "97.0 %"
    assert rows[0]["test"] == "not a number"
    assert [row["gap (points)"] for row in rows] == ["20.0", "10.0"]
