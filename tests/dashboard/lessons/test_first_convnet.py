"""The lesson Your first ConvNet, as a script with workers that train nothing."""

from __future__ import annotations

import io
import json
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from dashboard.experiments.artifacts import HEALTH, PREDICTIONS, SUMMARY, WEIGHTS, LayerRow, ModelSummary
from dashboard.experiments.channel_axis import CASES
from dashboard.experiments.config import TrainingConfig
from dashboard.experiments.events import EpochEnd, Failed, Finished, Queued, Started
from dashboard.experiments.health import Health
from dashboard.experiments.look import Look, own_pixels, write_look
from dashboard.experiments.run import Run
from dashboard.experiments.runs import RunStore
from dashboard.workers.pool import PoolError, RunStatus
from tests.dashboard.lessons import lesson_pages
from tests.dashboard.lessons.lesson_pages import use_pool, words

open_lesson = partial(lesson_pages.open_lesson, "first-convnet")

MARK = "0a1b2c3d"
CONV = TrainingConfig(recipe="conv", examples=5_000, filters=16, units=64, epochs=5)
PROBABILITIES = np.full(10, 0.05, np.float32) + np.eye(10, dtype=np.float32)[9] * 0.5


@dataclass
class ScriptedPool:
    """Stands in for the workers: a test says how each run goes on and what a question is answered."""

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

    def touch(self, learner: str) -> None:
        pass

    def foresee(self, config: TrainingConfig) -> None:
        pass

    def warm(self, config: TrainingConfig) -> None:
        pass

    def ask(self, run_id: str, question: dict, _learner: str) -> Future[Path]:
        self.questions.append(question)
        folder = self.store.folder(run_id)
        name = write_look(folder, MARK, "own", Look({"dense_1": PROBABILITIES}))
        answer: Future[Path] = Future()
        answer.set_result(folder / name)
        return answer

    def finish(self, run_id: str, accuracy: float, seconds: float, parameters: int) -> Run:
        """Let a run train one epoch and end, with the files that the page needs."""
        files = {"summary": SUMMARY, "predictions": PREDICTIONS, "weights": WEIGHTS, "health": HEALTH}
        rows = (LayerRow("dense_1", "Dense", "(None, 10)", parameters, "softmax"),)
        summary = ModelSummary(0.4, accuracy, parameters, rows, fingerprint=MARK)
        folder = self.store.folder(run_id)
        (folder / SUMMARY).write_text(json.dumps(summary.to_json()))
        (folder / HEALTH).write_text(json.dumps(Health(1, (), None, None).to_json()))
        np.savez(folder / PREDICTIONS, probabilities=np.tile(PROBABILITIES, (10_000, 1)))
        np.savez(folder / WEIGHTS, **{"dense_1/kernel": np.zeros((2, 10), np.float32)})
        logs = {"loss": 0.5, "accuracy": accuracy, "val_loss": 0.5, "val_accuracy": accuracy - 0.01}
        for event in (Queued(0), Started(), EpochEnd(0, logs, seconds), Finished(files, seconds)):
            self.store.append(run_id, event)
        return self.store.read(run_id)


@pytest.fixture
def pool(monkeypatch, tmp_path):
    scripted = ScriptedPool(RunStore(tmp_path / "runs"))
    use_pool(monkeypatch, scripted)
    return scripted


@pytest.fixture
def trained(pool):
    """A finished ConvNet, as the page's address names it."""
    return pool.finish(pool.submit(CONV, "ana"), accuracy=0.86, seconds=20.0, parameters=28_794)


def test_the_page_trains_a_small_convnet(pool):
    at = open_lesson()
    at.button(key="convnet-train").click().run()

    assert [pool.store.read(run_id).config for run_id in pool.submitted] == [CONV]
    assert "keras.layers.Conv2D(16, 3" in at.code[-1].value


def test_a_button_sets_the_filters(pool):
    at = open_lesson()
    at.button(key="convnet-try-32 filters").click().run()

    assert at.slider(key="convnet-filters").value == 32


def test_one_or_two_convolutions_are_a_setting_in_the_address(pool):
    at = open_lesson(convs="1")
    assert at.radio(key="convnet-convolutions").value == 1
    assert at.code[-1].value.count("keras.layers.Conv2D(") == 1

    at.radio(key="convnet-convolutions").set_value(2).run()
    at.button(key="convnet-try-One convolution").click().run()
    at.button(key="convnet-train").click().run()

    assert not at.exception
    assert pool.store.read(pool.submitted[-1]).config == replace(CONV, convolutions=1)


def test_dense_is_offered_once_the_convnet_has_trained(pool):
    assert open_lesson().button(key="convnet-dense-beside").disabled


def test_the_dense_model_trains_on_the_same_seed_and_both_are_compared(pool, trained):
    at = open_lesson(run=trained.id)
    at.radio(key="convnet-gain_choice").set_value(1).run()

    at.button(key="convnet-dense-beside").click().run()
    dense = pool.store.read(pool.submitted[-1])
    assert dense.config == replace(CONV, recipe="dense")
    assert "The Dense model trains: epoch 0 of 5." in words(at)
    assert at.button(key="convnet-dense-beside").disabled

    pool.finish(dense.id, accuracy=0.84, seconds=4.0, parameters=50_890)
    at.run()

    assert not at.exception
    assert dense.id in at.query_params["pins"]
    sentence = (
        "The ConvNet is 2.0 points more accurate on the test pictures than the Dense model: 86.0 % and 84.0 %. "
        "It has 28,794 weights, the Dense model 50,890; its training took 5.0 times as long."
    )
    assert sentence in words(at)
    assert list(at.table[0].value["weights"]) == ["50,890", "28,794"]
    assert at.radio(key="convnet-gain_choice").disabled, "a prediction is made before"


def test_a_refusal_is_one_sentence(pool, trained):
    at = open_lesson(run=trained.id)
    pool.refusal = "You already have 10 runs waiting."

    at.button(key="convnet-dense-beside").click().run()

    assert [error.value for error in at.error] == [pool.refusal]


def test_a_dense_model_that_failed_is_told_and_not_pinned(pool, trained):
    at = open_lesson(run=trained.id)
    at.button(key="convnet-dense-beside").click().run()
    pool.store.append(pool.submitted[-1], Failed("The worker stopped."))

    at.run()

    assert [error.value for error in at.error] == ["The worker stopped."]
    assert "pins" not in at.query_params
    assert not at.button(key="convnet-dense-beside").disabled


def picture() -> bytes:
    """A white page with a black shirt in the middle."""
    image = Image.new("L", (280, 280), 255)
    image.paste(0, (70, 70, 210, 210))
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


def test_a_picture_is_shown_to_the_model_as_the_page_shows_it(pool, trained):
    at = open_lesson(run=trained.id)

    at.file_uploader(key="convnet-own-file").upload("shirt.png", picture(), "image/png").run()

    assert not at.exception
    pixels = own_pixels(pool.questions[-1]["pixels"])
    assert (pixels[14, 14], pixels[0, 0]) == (255, 0), "dark clothing on white became light on black"
    assert "The model says Ankle boot, with a probability of 55 %." in words(at)


def test_without_a_model_a_picture_still_shows_its_numbers(pool):
    at = open_lesson()

    at.file_uploader(key="convnet-own-file").upload("shirt.png", picture(), "image/png").run()

    assert "a tensor of shape (1, 28, 28, 1)" in words(at)
    assert "Train the model above" in at.info[-1].value


def test_a_file_that_is_no_picture_is_one_sentence(pool):
    at = open_lesson()

    at.file_uploader(key="convnet-own-file").upload("shirt.png", b"no", "image/png").run()

    assert at.error[-1].value.startswith("Expected a PNG or JPEG picture")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_each_way_to_leave_the_channel_out_is_explained(pool, case):
    at = open_lesson(channel=case.id)

    assert case.why in words(at)
    assert case.program.strip() in [code.value.strip() for code in at.code]


def test_the_choice_and_the_settings_share_the_address(pool):
    at = open_lesson()
    at.radio(key="channel-widget").set_value("both").run()
    at.slider(key="convnet-filters").set_value(8).run()

    assert not at.exception
    assert at.query_params == {"channel": "both", "filters": "8"}
