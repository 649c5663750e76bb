"""The lesson Dropout, as a script with workers that train nothing."""

from __future__ import annotations

import json
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from dashboard.experiments.artifacts import HEALTH, PREDICTIONS, SUMMARY, WEIGHTS, LayerRow, ModelSummary
from dashboard.experiments.config import TrainingConfig
from dashboard.experiments.dropout_pairs import pair_configs
from dashboard.experiments.dropout_steps import (
    HIDDEN,
    OUTPUTS,
    STEPS,
    DropoutSteps,
    requested,
    write_steps,
)
from dashboard.experiments.dropout_trials import DROPOUT_TRIALS
from dashboard.experiments.events import EpochEnd, Finished, Queued, Started
from dashboard.experiments.health import Health
from dashboard.experiments.look import write_look
from dashboard.experiments.passes import PASSES, Passes, passes_name
from dashboard.experiments.run import Run
from dashboard.experiments.runs import HOME_VARIABLE, RunStore
from dashboard.experiments.trials import TrialOutcome
from dashboard.workers.pool import PoolError, RunStatus
from tests.dashboard.lessons import lesson_pages
from tests.dashboard.lessons.lesson_pages import use_pool, words

open_lesson = partial(lesson_pages.open_lesson, "dropout")

MARK = "0a1b2c3d"
PANEL = TrainingConfig(examples=2_000, epochs=40, dropout=0.5)
ANSWER = np.full(10, 0.05, np.float32) + np.eye(10, dtype=np.float32)[9] * 0.5


@dataclass
class ScriptedPool:
    """Stands in for the workers: keeps what it is asked, and answers as a worker does."""

    store: RunStore
    submitted: list[str] = field(default_factory=list)
    questions: list[dict] = field(default_factory=list)
    refusal: str = ""

    def submit(self, config: TrainingConfig, _learner: str, **_: object) -> str:
        if self.refusal:
            raise PoolError(self.refusal)
        run = self.store.create(config)
        self.submitted.append(run.id)
        return run.id

    def status(self, run_id: str) -> RunStatus:
        run = self.store.read(run_id)
        return RunStatus(run.state, None, run, run.message)

    def nothing(self, *_: object) -> None:
        pass

    touch = foresee = warm = stop = nothing

    def ask(self, run_id: str, question: dict, _learner: str) -> Future[Path]:
        self.questions.append(question)
        folder = self.store.folder(run_id)
        moving = np.tile(ANSWER, (PASSES, 1))
        moving[0] = moving[0, ::-1]
        passes = Passes(np.tile(ANSWER, (PASSES, 1)), moving)
        name = write_look(folder, MARK, passes_name(question["picture"]), passes.as_look())
        return answered(folder / name)

    def ask_without_run(self, folder: Path, question: dict, _learner: str) -> Future[Path]:
        self.questions.append(question)
        if question["what"] == "trial":
            folder.mkdir(parents=True, exist_ok=True)
            path = folder / "trial.json"
            outcome = TrialOutcome(error="ValueError: Received: rate=50")
            path.write_text(json.dumps(outcome.to_json()))
            return answered(path)
        values = np.linspace(0.1, 0.8, HIDDEN, dtype=np.float32)
        steps = np.tile(values * 2, (STEPS, 1)) * (np.arange(HIDDEN) % 2)
        answers = np.full((STEPS, OUTPUTS), 1 / 3, np.float32)
        found = DropoutSteps(values, steps.astype("f4"), answers, values, answers[0])
        return answered(folder / write_steps(folder, requested(question), found))

    def finish(self, run_id: str, training: float, validation: float, kernel: np.ndarray) -> Run:
        """Let a run train one epoch and end, with the files that the page needs."""
        files = {"summary": SUMMARY, "predictions": PREDICTIONS, "weights": WEIGHTS, "health": HEALTH}
        rows = (LayerRow("dense", "Dense", "(None, 4)", 3, "relu"),)
        summary = ModelSummary(0.4, validation, 3, rows, fingerprint=MARK)
        folder = self.store.folder(run_id)
        (folder / SUMMARY).write_text(json.dumps(summary.to_json()))
        (folder / HEALTH).write_text(json.dumps(Health(1, (), 0.97, 0.1).to_json()))
        np.savez(folder / PREDICTIONS, probabilities=np.tile(ANSWER, (10_000, 1)))
        np.savez(folder / WEIGHTS, **{"sequential/dense/kernel": kernel})
        logs = {"loss": 0.5, "accuracy": training, "val_loss": 0.5, "val_accuracy": validation}
        for event in (Queued(0), Started(), EpochEnd(0, logs, 1.0), Finished(files, 1.0)):
            self.store.append(run_id, event)
        return self.store.read(run_id)


def answered(path: Path) -> Future[Path]:
    answer: Future[Path] = Future()
    answer.set_result(path)
    return answer


def kernel(alike: bool) -> np.ndarray:
    """Four neurons drawn at random; where they are alike, the second and the fourth are one."""
    drawn = np.random.default_rng(0).normal(size=(784, 4)).astype(np.float32)
    if alike:
        drawn[:, 3] = drawn[:, 1]
    return drawn


@pytest.fixture
def pool(monkeypatch, tmp_path):
    scripted = ScriptedPool(RunStore(tmp_path / "runs"))
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path))
    use_pool(monkeypatch, scripted)
    return scripted


@pytest.fixture
def pairs(pool):
    """Finished runs without and with dropout, as the page's address names them."""
    ids = []
    for config in pair_configs(PANEL):
        run_id = pool.submit(config, "ana")
        figures = (0.99, 0.80) if config.dropout == 0 else (0.90, 0.81)
        pool.finish(run_id, *figures, kernel(alike=config.dropout == 0))
        ids.append(run_id)
    return ",".join(ids)


def test_the_page_trains_a_model_with_half_of_its_neurons_dropped(pool):
    at = open_lesson()
    at.button(key="dropout-train").click().run()

    assert [pool.store.read(run_id).config for run_id in pool.submitted] == [PANEL]
    assert "keras.layers.Dropout(0.5)" in at.code[-1].value


def test_without_and_with_dropout_train_on_the_same_seeds(pool):
    at = open_lesson(seed="7", dropout="0.3")
    at.button(key="dropout-pairs").click().run()

    configs = tuple(pool.store.read(run_id).config for run_id in pool.submitted)
    assert configs == pair_configs(replace(PANEL, seed=7, dropout=0.3))
    assert at.button(key="dropout-pairs").disabled
    assert at.query_params["pairs"].count(",") == len(configs) - 1


def test_the_gaps_stand_beside_the_prediction(pool, pairs):
    at = open_lesson(pairs=pairs, **{"dropout-gap": "b"})

    assert "Without dropout: training 99.0 %, validation 80.0 %, a gap of 19.0 points." in words(at)
    assert at.radio(key="dropout-gap_choice").disabled, "a prediction is made before"
    [table] = [table.value for table in at.table if "training, dropout off" in table.value]
    assert list(table["gap (points)"])[:2] == ["19.0", "9.0"]


def test_the_weights_are_measured_once_the_learner_asks(pool, pairs):
    at = open_lesson(pairs=pairs)
    at.radio(key="dropout-neighbours_choice").set_value(2).run()
    assert "mean absolute correlation" not in words(at), "a prediction is made before"

    at.button(key="dropout-measure").click().run()

    assert not at.exception
    assert "With dropout it is lower with 4 of 4 seeds." in words(at)
    [table] = [table.value for table in at.table if "highest, without" in table.value]
    assert set(table["highest, without"]) == {"1.00"}
    html = "\n".join(element.proto.body for element in at.get("html"))
    assert "neurons 2 and 4: 1.00" in html
    assert at.radio(key="dropout-neighbours_choice").disabled


def test_without_runs_there_is_nothing_to_measure(pool):
    assert open_lesson().button(key="dropout-measure").disabled


def test_five_rates_are_swept_on_one_seed_with_one_button(pool):
    at = open_lesson(seed="7")
    at.button(key="dropout-rates").click().run()

    configs = [pool.store.read(run_id).config for run_id in pool.submitted]
    assert configs == [replace(PANEL, seed=7, dropout=rate) for rate in (0, 0.2, 0.4, 0.6, 0.8)]
    assert at.query_params["sweep"].startswith("dropout:")


@pytest.mark.parametrize("button", ["dropout-rates", "dropout-pairs"])
def test_a_refusal_is_one_sentence(pool, button):
    at = open_lesson()
    pool.refusal = "You already have 10 runs waiting."
    at.button(key=button).click().run()

    assert [error.value for error in at.error] == [pool.refusal]


def test_the_small_network_gets_the_rate_and_the_seed_of_the_address(pool):
    at = open_lesson(drop_rate="0.25", drop_seed="9")

    asked = [question for question in pool.questions if question["what"] == "dropout"]
    assert [(question["rate"], question["seed"]) for question in asked] == [(0.25, 9)]
    programs = "\n".join(code.value for code in at.code)
    assert "keras.layers.Dropout(0.25)" in programs
    assert "keras.utils.set_random_seed(9)" in programs
    assert "48 of 96 draws" in words(at)


def test_the_small_network_is_asked_for_once(pool):
    open_lesson()
    open_lesson()

    assert len(pool.questions) == 1


def test_one_picture_goes_through_the_trained_model_both_ways(pool):
    run = pool.finish(pool.submit(PANEL, "ana"), 0.9, 0.81, kernel(alike=False))
    at = open_lesson(run=run.id)

    assert [question["picture"] for question in pool.questions if question["what"] == "passes"] == [0]
    assert "all 10 passes gave the same: Ankle boot, 55.0 %" in words(at)
    assert "1 of 10 answers were another class" in words(at)


def test_a_program_with_a_wrong_rate_shows_the_error_of_keras(pool):
    at = open_lesson(place="dropout-per-cent")
    trial = DROPOUT_TRIALS["dropout-per-cent"]
    at.radio(key="dropout-trials-guess-dropout-per-cent").set_value(0).run()
    at.button(key="dropout-trials-run").click().run()
    at.run()

    assert trial.why in words(at)
    assert "It was:** It stops with an error" in words(at)
    assert "ValueError: Received: rate=50" in [code.value for code in at.code]
