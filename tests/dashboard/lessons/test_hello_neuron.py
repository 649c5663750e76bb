"""The page of the single neuron: what it draws, keeps, tells and puts in the address."""

import json
import math
from dataclasses import replace

import pytest

from dashboard.experiments.config import TrainingConfig
from dashboard.experiments.run import Run, RunState

DEFAULTS = TrainingConfig("line", "neuron", optimizer="sgd", learning_rate=0.01, epochs=500)
PATH = ((1.25, 0.0), (1.5, -0.5), (2.0, -1.02))
RUN = Run("run0000000000001", DEFAULTS, RunState.FINISHED, {"loss": [2.0, 0.5]}, path=PATH)


@pytest.fixture
def page(open_page):
    return lambda **address: open_page("hello-neuron", **address)


def view_of(at):
    """What the drawing in the browser is given."""
    given = [json.loads(each.proto.json) for each in at.get("bidi_component")]
    [view] = [data for data in given if "surface" in data]
    return view


def texts(at):
    return " ".join(element.value for element in (*at.markdown, *at.caption, *at.warning, *at.info, *at.code))


def test_it_opens_ready_to_train_with_the_program_of_the_course(page):
    at = page()
    assert not at.button(key="neuron-train").disabled
    assert "keras.layers.Dense(1)" in at.code[-1].value
    assert "epochs=500" in at.code[-1].value
    assert at.query_params == {}
    assert view_of(at)["path"] == []
    assert "There is no step to work out yet" in texts(at)


def test_every_setting_is_in_the_address(page, scripted_pool):
    wanted = replace(
        DEFAULTS, epochs=1999, learning_rate=0.1, momentum=0.9, seed=7, points=((1.0, 2.0), (3.0, -4.5))
    )
    query = wanted.to_query(defaults=DEFAULTS)
    at = page(**query, ask="3.5")
    at.button(key="neuron-train").click().run()
    assert scripted_pool.submitted == [wanted]
    assert {name: at.query_params[name] for name in query} == query
    assert at.query_params["ask"] == "3.5"


def test_momentum_is_offered_for_sgd_alone(page):
    at = page(momentum="0.9")
    assert at.select_slider(key="neuron-momentum").value == 0.9
    at.selectbox(key="neuron-optimizer").select("adam").run()
    assert "neuron-momentum" not in [each.key for each in at.select_slider]
    assert at.query_params == {"optimizer": "adam"}
    assert "momentum" not in at.code[-1].value


def test_an_experiment_sets_the_panel_points_included(page, scripted_pool):
    at = page()
    at.button(key="neuron-try-Twice the points").click().run()
    assert len(view_of(at)["points"]) == 12
    at.button(key="neuron-train").click().run()
    assert len(scripted_pool.submitted[0].points) == 12
    at.button(key="neuron-try-Back to the start").click().run()
    assert len(view_of(at)["points"]) == 6


def test_a_finished_run_is_drawn_worked_out_and_asked(page, scripted_pool):
    scripted_pool.put(RUN)
    at = page(run=RUN.id)
    assert view_of(at)["path"] == [list(row) for row in PATH]
    assert "gives **18.98000**" in texts(at)
    assert "new = 1.2500 − 0.01 ×" in texts(at)
    at.number_input(key="step-widget").set_value(2).run()
    assert "new = 1.5000 − 0.01 ×" in texts(at)
    assert at.query_params["step"] == "2"


def test_the_steps_of_a_shorter_run_bound_the_number(page, scripted_pool):
    scripted_pool.put(RUN)
    at = page(run=RUN.id, step="400")
    assert at.number_input(key="step-widget").value == 2


def test_a_prediction_is_kept_and_shown_beside_the_outcome(page, scripted_pool):
    at = page()
    at.radio(key="neuron-prediction_choice").set_value(1).run()
    at.button(key="neuron-train").click().run()
    scripted_pool.put(RUN)
    at.run()
    assert "After 2 epochs it says 18.98000 for x = 10." in texts(at)
    assert at.query_params["neuron-prediction"] == "b"


def test_the_line_of_other_points_is_not_drawn_through_these(page, scripted_pool):
    scripted_pool.put(RUN)
    at = page(run=RUN.id, points="1,1;2,2")
    assert (view_of(at)["run"], view_of(at)["path"]) == ("", [])
    assert "points (-1, -3), (0, -1)" in texts(at)


def test_divergence_is_explained_wherever_a_number_is_missing(page, scripted_pool):
    broken = replace(
        RUN, history={"loss": [2.0, math.nan]}, path=(PATH[0], (3e30, 1e30), (math.nan, math.nan)),
        message="The loss became nan (not a number) in epoch 2.",
    )  # fmt: skip
    scripted_pool.put(broken)
    at = page(run=RUN.id, step="2")
    assert view_of(at)["path"][-1] == ["nan", "nan"]
    assert "gives **nan**" in texts(at)
    assert "the training diverged, because each step was too large" in texts(at)
    assert "The loss became nan (not a number) in epoch 2." in texts(at)
    assert "plain SGD diverges above a learning rate of **0.177**" in texts(at)
