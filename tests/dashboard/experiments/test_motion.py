"""People in motion: who is made up, what rules and a network say of them, and what lies behind a map."""

from dataclasses import replace

import numpy as np
import pytest

from dashboard.experiments.config import TrainingConfig
from dashboard.experiments.motion import (
    ACTIVITIES,
    SCALES,
    TEST_PEOPLE,
    TEST_SEED,
    TRAIN_PEOPLE,
    TRAIN_SEED,
    Rules,
    network_answers,
    plane,
    recordings,
    score,
)

SPEED_RULES = Rules(run_above=7, bike_above=15)


@pytest.fixture(scope="module")
def kept_aside():
    return recordings(TEST_PEOPLE, TEST_SEED)


def person(speed, cadence, sway):
    return np.array([[speed, cadence, sway]]) / SCALES


def test_every_activity_has_as_many_people_with_measures_that_a_person_can_have(kept_aside):
    x, y = kept_aside
    assert np.bincount(y).tolist() == [TEST_PEOPLE] * 4
    speed, cadence, sway = (x * SCALES).T
    assert 0 < speed.min() < speed.max() < 45
    assert 20 < cadence.min() < cadence.max() < 220
    assert 0 < sway.min() < sway.max() < 20


def test_the_same_seed_makes_up_the_same_people_and_those_kept_aside_are_others(kept_aside):
    again = recordings(TEST_PEOPLE, TEST_SEED)
    np.testing.assert_array_equal(kept_aside[0], again[0])
    seen = {row.tobytes() for row in recordings(TRAIN_PEOPLE, TRAIN_SEED)[0]}
    assert not any(row.tobytes() in seen for row in kept_aside[0])


def test_the_last_fifth_of_the_training_people_holds_every_activity():
    """Keras validates on the last fifth, without shuffling first."""
    _, y = recordings(TRAIN_PEOPLE, TRAIN_SEED)
    assert np.bincount(y[-160:]).min() >= 30


def test_brisk_people_are_faster_and_have_more_cadence():
    x, y = recordings(500, seed=3)
    for label in range(4):
        speed, cadence, sway = x[y == label].T
        assert np.corrcoef(speed, cadence)[0, 1] > 0.4
        assert abs(np.corrcoef(speed, sway)[0, 1]) < 0.2


@pytest.mark.parametrize(
    ("speed", "sway", "says"),
    [(6.9, 3, "walking"), (7, 3, "running"), (14.9, 9, "running"), (15, 9, "biking"), (4, 9, "golfing")],
)
def test_rules_are_read_in_their_order(speed, sway, says):
    rules = replace(SPEED_RULES, golf_sway=6)
    assert ACTIVITIES[rules.answers(person(speed, 100, sway))[0]] == says


def test_rules_without_golf_never_say_golfing(kept_aside):
    assert set(SPEED_RULES.answers(kept_aside[0])) == {0, 1, 2}


@pytest.mark.parametrize("rules", [SPEED_RULES, replace(SPEED_RULES, golf_sway=6.25), Rules(15, 7)])
def test_the_program_of_the_rules_says_what_the_rules_say(rules, kept_aside):
    x = kept_aside[0].astype(np.float64)
    names = {}
    exec(rules.source(), names)
    written = [names["activity"](*row) for row in x * SCALES]
    assert written == [ACTIVITIES[answer] for answer in rules.answers(x)]


def test_good_rules_for_three_activities_fall_as_golf_arrives_and_a_rule_for_golf_mends_half(kept_aside):
    x, y = kept_aside
    three = y != 3
    before = score(SPEED_RULES.answers(x[three]), y[three])
    fallen = score(SPEED_RULES.answers(x), y)
    mended = score(replace(SPEED_RULES, golf_sway=6).answers(x), y)
    assert before["all"] > 0.9
    assert fallen["golfing"] == 0
    assert fallen["all"] < before["all"] - 0.2
    assert fallen["all"] + 0.1 < mended["all"] < before["all"]


def test_a_score_is_of_the_activities_that_occur():
    assert score(np.array([0, 1, 1]), np.array([0, 1, 0])) == {
        "walking": 0.5,
        "running": 1.0,
        "all": pytest.approx(2 / 3),
    }


def test_other_weights_are_refused():
    with pytest.raises(ValueError, match="Expected 68 weights; received 2"):
        network_answers((1.0, 2.0), np.zeros((1, 3)))


@pytest.mark.parametrize(("across", "up"), [(0, 2), (0, 1), (1, 2)])
def test_behind_a_map_the_third_measure_is_what_is_usual_there(across, up, kept_aside):
    x = kept_aside[0].astype(np.float64)
    rows = plane(x, across, up, columns=20)
    third = 3 - across - up
    assert rows.shape == (400, 3)
    assert (np.diff(rows[:20, across]) > 0).all()
    assert (np.diff(rows[::20, up]) > 0).all()
    assert rows[0, across] < x[:, across].min()
    assert x[:, third].min() <= rows[:, third].min() <= rows[:, third].max() <= x[:, third].max()
    runner = x[kept_aside[1] == 1].mean(axis=0)
    nearest = rows[np.abs(rows - runner)[:, [across, up]].sum(axis=1).argmin()]
    assert nearest[third] == pytest.approx(runner[third], rel=0.3)


@pytest.mark.training
def test_the_network_of_the_page_answers_as_keras_does_and_beats_the_rules(kept_aside):
    from dashboard.workers.trainer import Trainer

    x, y = kept_aside
    path = []
    config = TrainingConfig("motion", "motion", learning_rate=0.01, epochs=40)
    trained = Trainer().train(config, on_weights=path.append)
    assert len(path) == 41
    keras_own = trained.program.model.predict(x, verbose=0).argmax(axis=1)
    np.testing.assert_array_equal(network_answers(path[-1], x), keras_own)
    assert score(network_answers(path[0], x), y)["all"] < 0.5
    assert score(keras_own, y)["all"] > 0.95
