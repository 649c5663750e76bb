"""The buttons and the speed of a training panel, in a scripted page with a pool that only takes notes."""

from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import server
from dashboard.experiments.config import TrainingConfig
from dashboard.experiments.run import Run, RunState
from dashboard.experiments.runs import RunNotFoundError
from dashboard.workers.pool import PoolError, RunStatus

RUN = "r" * 16


class NotingPool:
    """Takes notes of what it is asked; a test sets how the run on show stands."""

    def __init__(self):
        self.run = None
        self.learners = set()
        self.asked = []
        self.refusal = ""

    def put(self, state, epochs=0, config=None, by="learner"):
        history = {"loss": [0.5] * epochs}
        artifacts = {"state": "state.npz"} if state.final else {}
        config = config or TrainingConfig()
        self.run = Run(RUN, config, state, history, stopped_by=by, artifacts=artifacts, kept_epochs=epochs)

    def _note(self, *what, **options):
        if self.refusal:
            raise PoolError(self.refusal)
        self.asked.append((*what, options))

    def status(self, run_id):
        if self.run is None or run_id != RUN:
            raise RunNotFoundError(f"There is no run {run_id!r}.")
        return RunStatus(self.run.state, None, self.run, self.run.message)

    def submit(self, config, learner, **options):
        self.learners.add(learner)
        self._note("submit", config, **options)
        self.put(RunState.RUNNING, config=config)
        return RUN

    def resume(self, run_id, learner, **options):
        self.learners.add(learner)
        self._note("resume", run_id, **options)
        self.run = replace(self.run, state=RunState.RUNNING)

    def stop(self, run_id):
        self._note("stop", run_id)
        return self.run is not None and not self.run.state.final

    def set_pace(self, run_id, seconds):
        self._note("pace", run_id, seconds)

    def touch(self, learner):
        pass


@pytest.fixture
def pool(monkeypatch):
    noting = NotingPool()
    monkeypatch.setattr(server, "worker_pool", lambda: noting)
    return noting


def page():
    from dashboard import server
    from dashboard.components import training_panel_settings as settings
    from dashboard.components.training_controls import training_controls
    from dashboard.experiments.config import TrainingConfig
    from dashboard.experiments.runs import RunStoreError

    kept = settings.restore("panel", TrainingConfig())
    try:
        status = server.worker_pool().status(kept.run_id) if kept.run_id else None
    except RunStoreError:
        status = None
    training_controls("panel", status)
    config = settings.widgets("panel")
    settings.change("panel", config=config)
    settings.keep("panel", settings.recall("panel"))


def open_page(**address):
    at = AppTest.from_function(page, default_timeout=120)
    for name, value in address.items():
        at.query_params[name] = value
    return at.run()


def press(at, name):
    return at.button(key=f"panel-{name}").click().run()


def told(at):
    assert not at.exception
    return " ".join(element.value for element in (*at.error, *at.info, *at.warning))


def test_train_submits_the_settings_at_full_speed(pool):
    at = press(open_page(units="64"), "train")
    assert pool.asked == [("submit", TrainingConfig(units=64), {"until": None, "pace": 0.0})]
    assert at.query_params["run"] == RUN
    assert at.button(key="panel-train").disabled


def test_a_first_step_trains_one_epoch_of_a_new_run(pool):
    press(open_page(), "step")
    assert pool.asked == [("submit", TrainingConfig(), {"until": 1, "pace": 0.0})]


def test_a_further_step_goes_on_with_the_run(pool):
    pool.put(RunState.STOPPED, 3, by="step")
    press(open_page(run=RUN), "step")
    assert pool.asked == [("resume", RUN, {"epochs": 10, "until": 4, "pace": 0.0})]


def test_a_step_beyond_the_last_epoch_moves_the_slider(pool):
    pool.put(RunState.FINISHED, 10)
    at = press(open_page(run=RUN), "step")
    assert pool.asked == [("resume", RUN, {"epochs": 11, "until": 11, "pace": 0.0})]
    assert at.slider(key="panel-epochs").value == 11
    assert at.query_params["epochs"] == "11"


def test_a_step_with_other_settings_begins_a_new_run(pool):
    pool.put(RunState.STOPPED, 3)
    press(open_page(run=RUN, units="64"), "step")
    assert pool.asked == [("submit", TrainingConfig(units=64), {"until": 1, "pace": 0.0})]


def test_resume_goes_on_to_the_epochs_of_the_slider(pool):
    pool.put(RunState.FINISHED, 10)
    at = press(open_page(run=RUN, epochs="15"), "resume")
    assert pool.asked == [("resume", RUN, {"epochs": 15, "until": None, "pace": 0.0})]
    assert pool.learners == {at.session_state["learner"]}


def test_reset_puts_the_run_away_and_keeps_the_settings(pool):
    pool.put(RunState.FINISHED, 10)
    at = press(open_page(run=RUN, units="64"), "reset")
    assert at.query_params == {"units": "64"}
    assert at.button(key="panel-reset").disabled
    assert "Ready to train 10 epochs." in [caption.value for caption in at.caption]
    press(at, "train")
    assert pool.asked == [("submit", TrainingConfig(units=64), {"until": None, "pace": 0.0})]


def test_a_stop_that_comes_too_late_is_told_calmly(pool):
    pool.put(RunState.RUNNING, 2)
    at = open_page(run=RUN)
    pool.put(RunState.FINISHED, 10)
    assert "had ended before Stop" in told(press(at, "stop"))
    assert not at.error


@pytest.mark.parametrize("name", ["train", "step", "resume", "reset"])
def test_a_click_on_a_page_that_lags_behind_starts_nothing(pool, name):
    config = TrainingConfig()
    pool.put(RunState.STOPPED, 3, config)
    at = open_page(run=RUN)
    pool.put(RunState.RUNNING, 4, config)  # another tab was faster
    if name == "resume":
        pool.refusal = "This run is waiting or training already."
    words = told(press(at, name))
    assert "already" in words
    assert pool.asked == []
    assert at.query_params["run"] == RUN


@pytest.mark.parametrize("name", ["resume", "step", "reset", "train"])
def test_a_run_that_is_gone_raises_nothing(pool, name):
    pool.put(RunState.STOPPED, 3)
    at = open_page(run=RUN)
    pool.run = None
    words = told(press(at, name))
    assert ("There is no run" in words) == (name == "resume")


def test_settings_that_changed_in_the_same_moment_are_not_resumed(pool):
    pool.put(RunState.STOPPED, 3)
    at = open_page(run=RUN)
    at.slider(key="panel-units").set_value(64)
    assert "Other settings than Epochs have changed" in told(press(at, "resume"))
    assert pool.asked == []


def test_a_refusal_of_the_pool_is_told(pool):
    pool.refusal = "You already have 10 runs waiting."
    assert told(press(open_page(), "train")) == pool.refusal
    assert told(press(open_page(), "step")) == pool.refusal


def test_the_speed_goes_with_the_run_and_can_change_while_it_trains(pool):
    at = open_page(speed="2")
    press(at, "train")
    at.selectbox(key="panel-speed").select("0.5").run()
    at.selectbox(key="panel-speed").select("full").run()
    assert pool.asked[0] == ("submit", TrainingConfig(), {"until": None, "pace": 0.5})
    assert pool.asked[1:] == [("pace", RUN, 2.0, {}), ("pace", RUN, 0.0, {})]


def test_the_speed_is_in_the_address_and_no_setting_of_the_run(pool):
    at = open_page(units="64")
    at.selectbox(key="panel-speed").select("2").run()
    assert at.query_params == {"units": "64", "speed": "2"}
    at.selectbox(key="panel-speed").select("full").run()
    assert at.query_params == {"units": "64"}


def test_a_step_back_in_the_browser_takes_the_speed_back(pool):
    at = open_page()
    at.selectbox(key="panel-speed").select("2").run()
    at.query_params.clear()
    at.run()
    assert at.selectbox(key="panel-speed").value == "full"
    assert at.query_params == {}


def test_a_speed_that_there_is_not_is_told(pool):
    at = open_page(speed="fast")
    assert "speed that there is not" in told(at)
    assert at.selectbox(key="panel-speed").value == "full"
    assert at.query_params == {}
    assert told(at.run()) == ""
