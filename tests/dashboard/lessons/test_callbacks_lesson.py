"""The lesson Stop when it is good enough, as a script with workers that train nothing."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from functools import partial

import pytest

from dashboard.experiments.artifacts import CHECKPOINT, SUMMARY, ModelSummary
from dashboard.experiments.config import TrainingConfig
from dashboard.experiments.events import EpochEnd, Finished, Queued, Started
from dashboard.experiments.hooks import HookCall, write_hooks
from dashboard.experiments.runs import RunStore
from dashboard.workers.pool import PoolError, RunStatus
from tests.dashboard.lessons import lesson_pages
from tests.dashboard.lessons.lesson_pages import use_pool, words

open_lesson = partial(lesson_pages.open_lesson, "callbacks")

FEW = TrainingConfig(examples=200, epochs=500)
LOSSES = [0.9, 0.7, 0.8, 1.0]
CALLS = (
    HookCall("on_train_begin", None, None, {}, stops=True),
    HookCall("on_epoch_begin", 0, None, {}),
    HookCall("on_train_batch_begin", 0, 0, {}),
    HookCall("on_train_batch_end", 0, 0, {"loss": 2.0}),
    HookCall("on_epoch_end", 0, None, {"loss": 2.0, "val_loss": 2.5}),
    HookCall("on_train_end", None, None, {}),
)


@dataclass
class ScriptedPool:
    """Stands in for the workers: runs end when a test says so."""

    store: RunStore
    submitted: list[str] = field(default_factory=list)
    refusal: str = ""

    def submit(self, config, _learner, **_):
        if self.refusal:
            raise PoolError(self.refusal)
        self.submitted.append(self.store.create(config).id)
        return self.submitted[-1]

    def status(self, run_id):
        run = self.store.read(run_id)
        return RunStatus(run.state, None, run, run.message)

    def touch(self, learner):
        pass

    def foresee(self, config):
        pass

    def warm(self, config):
        pass

    def finish(self, run_id):
        """Let a run train four epochs, or record, and end."""
        run, folder = self.store.read(run_id), self.store.folder(run_id)
        for event in (Queued(0), Started()):
            self.store.append(run_id, event)
        if run.config.hooks != "off":
            self.store.append(run_id, Finished({"hooks": write_hooks(folder, CALLS)}, 1.0))
            return
        files = {"summary": SUMMARY}
        (folder / SUMMARY).write_text(json.dumps(ModelSummary(0.9, 0.7, 10, ()).to_json()))
        if run.config.callback == "model_checkpoint":
            files["checkpoint"] = CHECKPOINT
            (folder / CHECKPOINT).write_text(json.dumps(ModelSummary(0.9, 0.75, 10, ()).to_json()))
        for epoch, loss in enumerate(LOSSES):
            logs = {"loss": loss, "accuracy": 0.9, "val_loss": loss, "val_accuracy": 0.7}
            logs |= {"learning_rate": 0.001 / (epoch + 1)} if run.config.callback == "reduce_lr" else {}
            self.store.append(run_id, EpochEnd(epoch, logs, epoch + 1.0))
        self.store.append(run_id, Finished(files, 4.0))


@pytest.fixture
def pool(monkeypatch, tmp_path):
    scripted = ScriptedPool(RunStore(tmp_path / "runs"))
    use_pool(monkeypatch, scripted)
    return scripted


def test_a_run_says_where_it_was_best_and_what_early_stopping_would_have_saved(pool):
    at = open_lesson()
    at.radio(key="callbacks-best-epoch_choice").set_value(0).run()
    at.button(key="callbacks-train").click().run()
    assert [pool.store.read(run_id).config for run_id in pool.submitted] == [FEW]

    pool.finish(pool.submitted[0])
    at.run()
    at.number_input(key="saved_patience-widget").set_value(1).run()

    assert not at.exception
    assert "The validation loss was lowest after epoch 2 of 4" in words(at)
    assert "would have stopped after epoch 3: 1 of 4 epochs saved" in words(at)
    assert at.query_params["saved_patience"] == ["1"] or at.query_params["saved_patience"] == "1"


def test_a_recorded_run_shows_its_logs_and_what_still_fired(pool):
    at = open_lesson()
    at.selectbox(key="stop_in-widget").set_value("on_train_begin").run()
    at.button(key="callbacks-hooks-record").click().run()
    run = pool.store.read(pool.submitted[0])
    assert (run.config.hooks, run.config.epochs) == ("on_train_begin", 3)

    pool.finish(run.id)
    at.run()

    assert not at.exception
    assert "After that 1 more batch was trained" in words(at)
    assert any("val_loss" in table.value.columns for table in at.table)


def test_five_runs_differ_by_their_callback_alone(pool):
    at = open_lesson()
    at.number_input(key="compare_patience-widget").set_value(2).run()
    at.button(key="callbacks-compare-train-five").click().run()
    configs = [pool.store.read(run_id).config for run_id in pool.submitted]
    assert [config.callback for config in configs] == [
        "none", "none", "early_stopping", "model_checkpoint", "reduce_lr",
    ]  # fmt: skip
    assert {replace(config, callback="none", stop_at_accuracy=None) for config in configs} == {
        replace(FEW, epochs=100)
    }

    for run_id in pool.submitted:
        pool.finish(run_id)
    at.run()

    assert not at.exception
    [table] = [table.value for table in at.table if "weights kept" in table.value.columns]
    assert list(table["weights kept"])[2:] == ["best, epoch 2", "best, epoch 2", "last, epoch 4"]
    assert table["test accuracy of them"].iloc[3] == "75.0 %", "of the weights in the file"
    assert "lowered the learning rate 3 times" in words(at)
    at.selectbox(key="callbacks-program").set_value("EarlyStopping").run()
    assert "patience=2," in at.code[-1].value


def test_a_refusal_is_one_sentence(pool):
    at = open_lesson()
    pool.refusal = "You already have 10 runs waiting."
    at.button(key="callbacks-compare-train-five").click().run()
    assert [error.value for error in at.error] == [pool.refusal]
