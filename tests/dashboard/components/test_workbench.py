"""The tray and the sweep on a lesson's page, as scripts with a worker pool that trains nothing."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from dashboard import server
from dashboard.experiments.config import TrainingConfig
from dashboard.experiments.events import EpochEnd, Failed, Finished, Started, Stopped
from dashboard.experiments.pins import Pin, parse_pins, pins_to_text
from dashboard.experiments.run import Run
from dashboard.experiments.runs import RunStore
from dashboard.experiments.sweep import parse_sweep
from dashboard.workers.pool import PoolError, RunStatus

pytestmark = pytest.mark.usefixtures("pool")
GONE = "A" * 16


@dataclass
class ScriptedPool:
    """Stands in for the workers: runs are on disk as real ones are, and a test says how each goes on."""

    store: RunStore
    submitted: list[str] = field(default_factory=list)
    learners: list[str] = field(default_factory=list)
    stopped: list[str] = field(default_factory=list)
    touched: list[str] = field(default_factory=list)
    most: int = 100

    def submit(self, config: TrainingConfig, learner: str, **_: object) -> str:
        if len(self.submitted) >= self.most:
            raise PoolError("You already have runs waiting.")
        run = self.store.create(config)
        self.submitted.append(run.id)
        self.learners.append(learner)
        return run.id

    def status(self, run_id: str) -> RunStatus:
        run = self.store.read(run_id)
        return RunStatus(run.state, None, run, run.message)

    def stop(self, run_id: str) -> bool:
        self.stopped.append(run_id)
        return True

    def touch(self, learner: str) -> None:
        self.touched.append(learner)

    def foresee(self, config: TrainingConfig) -> None:
        pass

    def warm(self, config: TrainingConfig) -> None:
        pass

    def train(self, run_id: str, *accuracies: float, end: object = None) -> Run:
        """Let a run train: one validation accuracy an epoch, training ahead by two points."""
        self.store.append(run_id, Started())
        for epoch, accuracy in enumerate(accuracies):
            logs = {"loss": 1 - accuracy, "accuracy": accuracy + 0.02, "val_loss": 1.1 - accuracy}
            self.store.append(run_id, EpochEnd(epoch, {**logs, "val_accuracy": accuracy}, epoch + 1.0))
        if end is not None:
            self.store.append(run_id, end)
        return self.store.read(run_id)

    def done(self, *accuracies: float, **settings: object) -> Run:
        """Return a run that has finished."""
        run = self.store.create(TrainingConfig(**{"epochs": len(accuracies), **settings}))
        return self.train(run.id, *accuracies, end=Finished({}, 2.5))


@pytest.fixture
def pool(monkeypatch, tmp_path):
    scripted = ScriptedPool(RunStore(tmp_path / "runs"))
    monkeypatch.setattr(server, "worker_pool", lambda: scripted)
    monkeypatch.setattr(server, "run_store", lambda: scripted.store)
    monkeypatch.setattr(server, "start", lambda: None)
    st.cache_resource.clear()
    return scripted


def bench_script():
    import streamlit as st

    from dashboard.components.workbench import workbench

    panel = workbench("vision")
    st.text(f"units {panel.config.units}")


def page(**address: str) -> AppTest:
    at = AppTest.from_function(bench_script, default_timeout=60)
    for name, value in address.items():
        at.query_params[name] = value
    at.run()
    assert not at.exception
    return at


def pinning(*runs: tuple[Run, str]) -> str:
    return pins_to_text([Pin(run.id, name) for run, name in runs])


def pins_of(at: AppTest) -> tuple[Pin, ...]:
    pins, problems = parse_pins(at.query_params.get("pins", ""))
    assert problems == ()
    return pins


def keys(at: AppTest) -> set[str]:
    return {button.key for button in at.button}


def warnings(at: AppTest) -> str:
    return " ".join(warning.value for warning in at.warning)


def table(at: AppTest) -> list[dict]:
    return at.dataframe[0].value.to_dict("records")


class TestTray:
    def test_a_first_visit_shows_nothing_but_the_panel(self):
        at = page()
        assert "vision-train" in keys(at)
        assert not keys(at) & {"vision-pin-run", "vision-sweep-run"}
        assert [expander.label for expander in at.expander] == ["More settings"]

    def test_a_finished_run_can_be_pinned_and_is_named_after_what_differs(self, pool):
        run = pool.done(0.7, 0.8, units=512)
        at = page(run=run.id, units="512", epochs="2")
        at.button(key="vision-pin-run").click().run()
        assert not at.exception
        assert pins_of(at) == (Pin(run.id, "512 neurons, 2 epochs"),)
        assert at.query_params["run"] == run.id
        assert at.button(key="vision-pin-run").disabled, "it is pinned"

    def test_a_run_in_training_cannot_be_pinned_yet(self, pool):
        old = pool.done(0.8)
        at = page(pins=pinning((old, "old")))
        at.button(key="vision-train").click().run()
        assert at.button(key="vision-pin-run").disabled

    def test_the_address_alone_shows_the_comparison_again(self, pool):
        one, other = pool.done(0.7, 0.81, units=32), pool.done(0.72, 0.86, units=512, seed=7)
        at = page(pins=pinning((one, "small"), (other, "large")))
        rows = table(at)
        assert [row["run"] for row in rows] == ["small", "large"]
        assert [row["neurons"] for row in rows] == [32, 512]
        assert "seed" in rows[0]
        assert "dropout" not in rows[0]
        assert rows[1]["best validation %"] == pytest.approx(86)
        assert rows[1]["best at epoch"] == 2
        chart = at.get("plotly_chart")[0].proto
        assert "“large” with 86.0 % at epoch 2" in chart.alt

    def test_what_is_drawn_can_be_chosen(self, pool):
        one = pool.done(0.7, 0.81)
        at = page(pins=pinning((one, "one")))
        columns = list(at.table[0].value.columns)
        assert columns == ["epoch", "one, validation"]
        at.radio(key="vision-tray-figure").set_value("Loss").run()
        at.radio(key="vision-tray-lines").set_value("Both").run()
        assert list(at.table[0].value.columns) == ["epoch", "one, training", "one, validation"]
        assert at.table[0].value.iloc[0, 1] == "0.3"

    def test_a_pin_can_be_renamed_and_no_two_share_a_name(self, pool):
        one, other = pool.done(0.7), pool.done(0.8, units=64)
        at = page(pins=pinning((one, "one"), (other, "other")))
        at.text_input(key=f"vision-pin-name-{other.id}").set_value("one").run()
        assert [pin.name for pin in pins_of(at)] == ["one", "one (2)"]
        assert at.text_input(key=f"vision-pin-name-{other.id}").value == "one (2)"
        at.text_input(key=f"vision-pin-name-{other.id}").set_value("  ").run()
        assert [pin.name for pin in pins_of(at)] == ["one", "one (2)"]

    def test_unpin_takes_a_run_out_and_leaves_its_files(self, pool):
        one, other = pool.done(0.7), pool.done(0.8, units=64)
        at = page(pins=pinning((one, "one"), (other, "other")))
        at.selectbox(key="vision-pin-chosen").set_value(one.id).run()
        at.button(key="vision-unpin").click().run()
        assert [pin.run_id for pin in pins_of(at)] == [other.id]
        assert pool.store.read(one.id) == one
        at.button(key="vision-unpin").click().run()
        assert "pins" not in at.query_params
        assert not at.exception

    def test_a_pinned_runs_settings_come_back_to_the_panel(self, pool):
        one = pool.done(0.7, units=77, optimizer="sgd", seed=5)
        at = page(pins=pinning((one, "one")))
        at.button(key="vision-pin-use").click().run()
        assert at.slider(key="vision-units").value == 77
        assert {name: at.query_params[name] for name in ("units", "optimizer", "seed")} == {
            "units": "77",
            "optimizer": "sgd",
            "seed": "5",
        }

    def test_equal_settings_are_said_to_give_the_same_curve_when_they_did(self, pool):
        at = page(pins=pinning((pool.done(0.7), "first"), (pool.done(0.7), "again")))
        assert [info.value.replace("\\", "") for info in at.info] == [
            "“first” and “again” have the same settings: the curves lie on each other."
        ]

    def test_a_name_from_the_address_is_text_and_never_markup(self, pool):
        one, hostile = pool.done(0.7), "![x](http://example.invalid/a.png)<a href=b>"
        at = page(pins=pinning((one, hostile), (pool.done(0.7), "b")))
        told = " ".join(element.value for element in [*at.markdown, *at.info])
        assert "![x](" not in told
        assert "<a" not in at.get("plotly_chart")[0].proto.spec

    def test_a_pinned_run_outlives_newer_ones_when_the_store_makes_room(self, pool, tmp_path):
        pinned_run, other = pool.done(0.7), pool.done(0.8)
        page(pins=pinning((pinned_run, "kept")))
        small = RunStore(tmp_path / "runs", max_runs=2)
        small.prune()
        assert small.run_ids() == (pinned_run.id,)
        assert other.id != pinned_run.id


class TestAddress:
    def test_a_pinned_run_that_is_gone_is_told_once_and_the_rest_stays(self, pool):
        one = pool.done(0.7)
        at = page(pins=f"{GONE}~lost,{pinning((one, 'kept'))}", units="64")
        assert "A pinned run was removed to make room" in warnings(at)
        assert pins_of(at) == (Pin(one.id, "kept"),)
        assert at.query_params["units"] == "64"
        at.run()
        assert warnings(at) == ""

    @pytest.mark.parametrize("pins", ["nonsense", "~", "a b~c", "%%%", "é~é", "~~~,,,~", "x~" + "%2"])
    def test_pins_of_another_shape_are_told_and_the_page_works(self, pool, pins):
        at = page(pins=pins)
        assert "pinned run" in warnings(at)
        at.button(key="vision-train").click().run()
        assert not at.exception
        assert len(pool.submitted) == 1

    def test_a_thousand_pins_are_cut_to_twelve(self, pool):
        runs = [pool.done(0.7 + place / 100) for place in range(13)]
        text = pinning(*((run, f"run {place}") for place, run in enumerate(runs)))
        at = page(pins=",".join([text, *(f"{place:016d}~r" for place in range(987))]))
        assert "At most 12 runs can be pinned; the address holds more." in warnings(at)
        assert len(pins_of(at)) == 12
        assert at.button(key="vision-pin-run").disabled

    def test_settings_that_are_none_are_told_beside_pins(self, pool):
        at = page(units="9999", optimizer="adamw", pins=pinning((pool.done(0.7), "kept")))
        assert "units must be" in warnings(at)
        assert "optimizer must be one of" in warnings(at)
        assert len(table(at)) == 1

    @pytest.mark.parametrize(
        ("sweep", "told"),
        [
            ("colour:abc", "A sweep varies one of"),
            ("", ""),
            (":::", "A sweep varies one of"),
            ("dropout", "setting:run,run"),
            ("dropout:a b,!", "setting:run,run"),
            (f"dropout:{GONE}", "A run of the sweep was removed"),
            ("dropout:" + ",".join(f"{place:016d}" for place in range(1000)), "at most 5 runs"),
        ],
    )
    def test_a_sweep_that_cannot_be_shown_is_told_and_the_page_works(self, sweep, told):
        at = page(sweep=sweep)
        assert told in warnings(at)
        assert "sweep" not in at.query_params
        at.button(key="vision-train").click().run()
        assert not at.exception

    def test_a_reload_and_another_page_in_between_keep_pins_and_sweep(self, pool):
        runs = [pool.done(0.7, dropout=0.0), pool.done(0.8, dropout=0.4)]
        address = {"pins": pinning((runs[0], "a, b~c %")), "sweep": f"dropout:{runs[0].id},{runs[1].id}"}
        at = page(**address)
        assert {name: at.query_params[name] for name in address} == address
        at.query_params.clear()  # what Streamlit does when another page is opened
        at.run()
        assert {name: at.query_params[name] for name in address} == address

    def test_another_parameter_of_the_address_stays(self):
        at = page(speed="2", units="64")
        at.slider(key="vision-units").set_value(65).run()
        assert at.query_params["speed"] == "2"


class TestSweep:
    @pytest.fixture
    def at(self, pool):
        at = page(run=pool.done(0.7).id, epochs="2")
        at.selectbox(key="vision-sweep-setting").select("dropout").run()
        return at

    def test_the_form_says_what_a_sweep_will_cost(self, at):
        assert at.text_input(key="vision-sweep-values-dropout").value == "0, 0.2, 0.4"
        assert "3 runs of 2 epochs: 6 epochs in all." in [caption.value for caption in at.caption]

    def test_a_sweep_queues_a_run_a_value_and_is_in_the_address(self, pool, at):
        at.button(key="vision-sweep-run").click().run()
        assert not at.exception
        configs = [pool.store.read(run_id).config for run_id in pool.submitted]
        assert configs == [TrainingConfig(epochs=2, dropout=value) for value in (0, 0.2, 0.4)]
        sweep, _ = parse_sweep(at.query_params["sweep"])
        assert sweep.run_ids == tuple(pool.submitted)
        assert pool.touched == [pool.learners[0]], "an open page renews the lease of its sweep"

    @pytest.mark.parametrize(
        ("text", "told"),
        [
            ("0, 2", "dropout must be a number from 0 to 0.9; received 2.0."),
            ("much", "dropout must be a number from 0 to 0.9; received 'much'."),
            (" , ", "Give one to 5 values of dropout, separated by commas."),
            ("0 .1 .2 .3 .4 .5", "A sweep has at most 5 values; received 6."),
        ],
    )
    def test_values_that_cannot_be_swept_are_told_and_nothing_is_queued(self, pool, at, text, told):
        at.text_input(key="vision-sweep-values-dropout").set_value(text).run()
        at.button(key="vision-sweep-run").click().run()
        assert any(told in error.value for error in at.error)
        assert pool.submitted == []

    def test_a_refusal_in_the_middle_keeps_what_was_queued_and_is_told(self, pool, at):
        pool.most = 2
        at.button(key="vision-sweep-run").click().run()
        assert [error.value for error in at.error] == ["You already have runs waiting."]
        assert len(parse_sweep(at.query_params["sweep"])[0].run_ids) == 2

    def test_train_works_while_a_sweep_trains(self, pool, at):
        at.button(key="vision-sweep-run").click().run()
        assert not at.button(key="vision-train").disabled
        at.button(key="vision-train").click().run()
        assert at.query_params["run"] == pool.submitted[-1]
        assert len(parse_sweep(at.query_params["sweep"])[0].run_ids) == 3

    def test_stop_ends_every_run_of_the_sweep(self, pool, at):
        at.button(key="vision-sweep-run").click().run()
        at.button(key="vision-sweep-stop").click().run()
        assert pool.stopped == pool.submitted

    def test_a_sweep_that_ended_is_concluded_in_words_from_its_figures(self, pool, at):
        at.button(key="vision-sweep-run").click().run()
        for run_id, accuracy in zip(pool.submitted, (0.70, 0.86, 0.80), strict=True):
            pool.train(run_id, 0.5, accuracy, end=Finished({}, 1.0))
        at.run()
        assert not at.exception
        told = at.get("plotly_chart")[0].proto.alt
        assert told.startswith(
            "Validation accuracy was highest with dropout 0.2 (86.0 %) and lowest with dropout 0 (70.0 %)"
        )
        assert at.button(key="vision-sweep-stop").disabled
        assert at.table[0].value.iloc[1].tolist()[:3] == ["dropout 0.2", "86.0 %", "86.0 % at epoch 2"]

    def test_a_sweep_that_was_stopped_before_its_first_epoch_says_so(self, pool, at):
        at.button(key="vision-sweep-run").click().run()
        for run_id in pool.submitted:
            pool.train(run_id, end=Stopped(0, "", "learner"))
        at.run()
        assert not at.exception
        assert any("dropout 0.2 was stopped after 0 of 2 epochs" in told.value for told in at.markdown)
        assert at.button(key="vision-sweep-pin").disabled

    def test_pin_all_pins_what_has_a_curve(self, pool, at):
        at.button(key="vision-sweep-run").click().run()
        for run_id, end in zip(
            pool.submitted, (Finished({}, 1.0), Stopped(1, "", "learner"), Failed("It broke.")), strict=True
        ):
            pool.train(run_id, *([] if isinstance(end, Failed) else [0.5]), end=end)
        at.run()
        at.button(key="vision-sweep-pin").click().run()
        assert [pin.run_id for pin in pins_of(at)] == pool.submitted[:2]
        assert len({pin.name for pin in pins_of(at)}) == 2

    def test_close_takes_the_sweep_off_the_page(self, pool, at):
        at.button(key="vision-sweep-run").click().run()
        for run_id in pool.submitted:
            pool.train(run_id, 0.5, end=Finished({}, 1.0))
        at.run()
        at.button(key="vision-sweep-close").click().run()
        assert "sweep" not in at.query_params
        assert "vision-sweep-stop" not in keys(at)
        assert all(pool.store.read(run_id) for run_id in pool.submitted)

    def test_a_new_sweep_ends_the_former_one(self, pool, at):
        at.button(key="vision-sweep-run").click().run()
        first = list(pool.submitted)
        at.button(key="vision-sweep-run").click().run()
        assert pool.stopped == first

    def test_runs_whose_server_was_restarted_are_shown_as_far_as_they_came(self, pool):
        runs = [pool.done(0.7, dropout=0.0)]
        broken = pool.store.create(TrainingConfig(epochs=2, dropout=0.4))
        pool.train(broken.id, 0.6, end=Failed("The app was restarted while this run was training."))
        at = page(sweep=f"dropout:{runs[0].id},{broken.id}")
        assert "The run with dropout 0.4 failed after 1 of 2 epochs." in at.get("plotly_chart")[0].proto.alt
