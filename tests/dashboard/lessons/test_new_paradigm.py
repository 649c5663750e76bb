"""The page of rules against data: what it scores, draws, keeps and puts in the address."""

import math
from dataclasses import replace

import pytest

from dashboard.experiments.config import TrainingConfig
from dashboard.experiments.run import Run, RunState

DEFAULTS = TrainingConfig("motion", "motion", learning_rate=0.01, epochs=40)
# A network without hidden activity says what its last biases say: biking, for everybody.
ALWAYS_BIKING = (0.0,) * 64 + (0.0, 0.0, 1.0, 0.0)
ALWAYS_WALKING = (0.0,) * 64 + (1.0, 0.0, 0.0, 0.0)
RUN = Run(
    "run0000000000001", DEFAULTS, RunState.FINISHED,
    {"loss": [1.0], "accuracy": [0.5], "val_loss": [1.0], "val_accuracy": [0.5]},
    path=(ALWAYS_WALKING, ALWAYS_BIKING),
)  # fmt: skip
GOOD = {"run-from": "7", "bike-from": "15"}


@pytest.fixture
def page(open_page):
    return lambda **address: open_page("new-paradigm", **address)


def texts(at):
    return " ".join(element.value for element in (*at.markdown, *at.caption, *at.warning, *at.code))


def test_rules_are_scored_program_and_address_follow_the_sliders(page):
    at = page()
    assert "Your rules, three activities: 234 of 300 people right" in texts(at)
    assert at.query_params == {}
    at.slider(key="run-from-widget").set_value(7.0).run()
    at.slider(key="bike-from-widget").set_value(15.0).run()
    assert "280 of 300 people right, **93.3 %**" in texts(at)
    assert "if speed < 7:" in at.code[0].value
    assert at.query_params == GOOD


def test_golf_arrives_and_a_rule_for_it_can_be_added(page):
    at = page(**GOOD, stage="golf")
    assert "280 of 400 people right, **70.0 %**" in texts(at)
    assert at.slider(key="golf-from-widget").disabled
    at = page(**GOOD, stage="rule", **{"golf-from": "6"})
    assert "354 of 400 people right, **88.5 %**" in texts(at)
    assert 'return "golfing"' in at.code[0].value


def test_train_trains_the_small_network_with_the_settings_of_the_address(page, scripted_pool):
    at = page(lr="0.003", seed="5", epochs="12")
    at.button(key="motion-train").click().run()
    assert scripted_pool.submitted == [replace(DEFAULTS, learning_rate=0.003, seed=5, epochs=12)]
    assert "def recordings(people: int, seed: int):" in at.code[-1].value
    assert "epochs=12" in at.code[-1].value


def test_rules_and_learner_are_scored_on_the_same_people_and_the_prediction_stands_beside_it(
    page, scripted_pool
):
    at = page(**GOOD)
    at.radio(key="motion-prediction_choice").set_value(0).run()
    at.button(key="motion-train").click().run()
    scripted_pool.put(RUN)
    at.run()
    told = "Your rules were right for 70.0 % of the 400 people, the learner for 25.0 %: you by 45.0 points."
    assert told in texts(at)
    assert at.query_params["motion-prediction"] == "a"
    assert "The learner after epoch 1 of 1: 100 of 400 people right" in texts(at)


def test_the_learner_can_be_seen_at_any_epoch(page, scripted_pool):
    scripted_pool.put(RUN)
    at = page(run=RUN.id, epoch="0", axes="cadence-sway")
    assert not at.exception
    assert "The learner before its first step: 100 of 400 people right, **25.0 %** (walking 100 %" in texts(
        at
    )
    at.slider(key="epoch-widget").set_value(1).run()
    assert "epoch" not in at.query_params, "the end is the default"
    assert at.query_params["axes"] == "cadence-sway"


def test_who_looks_at_the_end_of_a_run_sees_the_end_of_a_longer_one(page, scripted_pool):
    scripted_pool.put(RUN)
    at = page(run=RUN.id)
    assert at.slider(key="epoch-widget").value == 1
    longer = replace(RUN, path=(ALWAYS_WALKING, ALWAYS_BIKING, ALWAYS_WALKING, ALWAYS_BIKING))
    scripted_pool.put(longer)
    at.run()
    assert at.slider(key="epoch-widget").value == 3
    at.slider(key="epoch-widget").set_value(2).run()
    assert at.query_params["epoch"] == "2"


def test_a_network_of_nan_has_no_answers_and_says_why(page, scripted_pool):
    scripted_pool.put(replace(RUN, path=(ALWAYS_WALKING, (math.nan,) * 68)))
    at = page(run=RUN.id)
    assert "The weights are nan, not a number" in texts(at)
    assert "the learner for 0.0 %" in texts(at)
