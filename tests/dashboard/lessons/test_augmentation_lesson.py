"""The lesson More from the same pictures, as a script with workers that train nothing."""

from __future__ import annotations

import json
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from dashboard.experiments.artifacts import SUMMARY, LayerRow, ModelSummary
from dashboard.experiments.augmentation import MILD, NONE, STRONG, Augmentation
from dashboard.experiments.augmentation_effect import four_configs
from dashboard.experiments.config import TrainingConfig
from dashboard.experiments.draws import ALONE, OF_GENERATOR, TOGETHER, Draws, asked_draws, write_draws
from dashboard.experiments.events import EpochEnd, Finished, Queued, Started
from dashboard.experiments.runs import HOME_VARIABLE, RunStore
from dashboard.experiments.scenes import scenes
from dashboard.workers.pool import RunStatus
from tests.dashboard.lessons import lesson_pages
from tests.dashboard.lessons.lesson_pages import use_pool, words

open_lesson = partial(lesson_pages.open_lesson, "augmentation")

PICTURE = Path(__file__).resolve().parents[3] / "data" / "photographs" / "chelsea.png"


@dataclass
class ScriptedPool:
    """Stands in for the workers: keeps what it is asked, and answers as a worker does."""

    store: RunStore
    submitted: list[str] = field(default_factory=list)
    asked: list = field(default_factory=list)

    def submit(self, config: TrainingConfig, _learner: str, **_: object) -> str:
        run = self.store.create(config)
        self.submitted.append(run.id)
        return run.id

    def status(self, run_id: str) -> RunStatus:
        run = self.store.read(run_id)
        return RunStatus(run.state, None, run, run.message)

    def nothing(self, *_: object) -> None:
        pass

    touch = foresee = warm = stop = nothing

    def ask_without_run(self, folder: Path, question: dict, _learner: str) -> Future[Path]:
        request = asked_draws(question)
        self.asked.append(request)

        def copies(count: int) -> np.ndarray:
            return np.repeat(request.pixels[None], count, axis=0)

        alone = {each.id: copies(ALONE) for each in request.augmentation.used}
        draws = Draws(alone, copies(TOGETHER), copies(OF_GENERATOR), request.pixels)
        answer: Future[Path] = Future()
        answer.set_result(folder / write_draws(folder, request, draws))
        return answer

    def finish(self, run_id: str, train: list[float], validation: list[float]) -> None:
        """Let a run train and end."""
        rows = (LayerRow("out", "Dense", "(None, 1)", 3, "sigmoid"),)
        summary = ModelSummary(0.4, 0.75, 3, rows, fingerprint="0a1b2c3d")
        (self.store.folder(run_id) / SUMMARY).write_text(json.dumps(summary.to_json()))
        events = [Queued(0), Started()]
        for epoch, (one, other) in enumerate(zip(train, validation, strict=True)):
            logs = {"loss": 0.5, "accuracy": one, "val_loss": 0.5, "val_accuracy": other}
            events.append(EpochEnd(epoch, logs, 1.0))
        for event in (*events, Finished({"summary": SUMMARY}, 1.0)):
            self.store.append(run_id, event)


@pytest.fixture
def pool(monkeypatch, tmp_path):
    scripted = ScriptedPool(RunStore(tmp_path / "runs"))
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path))
    use_pool(monkeypatch, scripted)
    return scripted


def base_of(pool):
    return pool.store.read(pool.submitted[0]).config


def trained_four(pool, at):
    at.button(key="augmentation-train-four").click().run()
    ends = (
        ([1.0, 1.0], [0.9, 0.9]),
        ([0.8, 0.86], [0.8, 0.88]),
        ([0.5, 0.6], [0.6, 0.7]),
        ([0.5, 0.6], [0.5, 0.5]),
    )
    for run_id, (train, validation) in zip(pool.submitted, ends, strict=True):
        pool.finish(run_id, train, validation)
    return at.run()


def test_a_scene_is_transformed_with_the_gentle_strengths_and_asked_for_once(pool):
    at = open_lesson()
    open_lesson()

    [request] = pool.asked
    assert request.augmentation == MILD
    np.testing.assert_array_equal(request.pixels, scenes("cats_and_dogs", "train", 96).images[0])
    for class_name in ("RandomFlip", "RandomZoom", "RandomBrightness", "RandomContrast"):
        assert f"keras.layers.{class_name}(" in words(at)
    assert "no pixel differs" in words(at)


def test_the_address_holds_the_picture_the_strengths_and_the_seed(pool):
    at = open_lesson(
        animal="dog", scene="3", flip="none", rotation="0.25", zoom="0", contrast="0.5", draw="7"
    )

    [request] = pool.asked
    assert request.augmentation == replace(MILD, flip="", rotation=0.25, zoom=0.0, contrast=0.5)
    assert request.seed == 7
    np.testing.assert_array_equal(request.pixels, scenes("cats_and_dogs", "train", 96).images[302])
    at.slider(key="rotation-widget").set_value(0.5).run()
    assert at.query_params["rotation"] == "0.5"
    assert pool.asked[-1].augmentation.rotation == 0.5


def test_both_programs_follow_the_sliders(pool):
    at = open_lesson(rotation="0.1", contrast="0.5", draw="3")
    old, new = (code.value for code in at.code[:2])

    assert "rotation_range=36.0," in old
    assert "seed=3," in old
    assert "contrast." in old, "what the generator cannot do is said"
    assert "    layers.RandomRotation(0.1, seed=4)," in new
    assert "    layers.RandomContrast(0.5, value_range=(0, 1), seed=7)," in new


def test_draw_again_is_another_seed_and_presets_move_all_sliders(pool):
    at = open_lesson()
    at.button(key="draw-again").click().run()
    assert pool.asked[-1].seed == pool.asked[0].seed + 1
    at.button(key="strengths-Far too much").click().run()
    assert pool.asked[-1].augmentation == STRONG
    at.button(key="strengths-None").click().run()
    assert pool.asked[-1].augmentation == Augmentation()
    assert "Nothing is switched on" in words(at)


def test_a_picture_of_ones_own_is_transformed(pool):
    at = open_lesson(animal="own")
    assert pool.asked == []
    at.file_uploader(key="augmentation-lab-file").upload("cat.png", PICTURE.read_bytes(), "image/png").run()

    assert not at.exception
    assert pool.asked[-1].pixels.shape == (96, 96, 3)
    at.file_uploader(key="augmentation-lab-file").upload("cat.png", b"no", "image/png").run()
    assert at.error[-1].value.startswith("Expected a PNG or JPEG picture")


def test_four_runs_train_on_one_seed_and_differ_in_augmentation_alone(pool):
    at = open_lesson(seed="7", rotation="0.2")
    at.slider(key="augmentation-epochs").set_value(2).run()
    at.button(key="augmentation-train-four").click().run()

    configs = [pool.store.read(run_id).config for run_id in pool.submitted]
    mine = replace(MILD, rotation=0.2)
    assert configs == list(four_configs(configs[0], mine).values())
    assert [config.augmentation for config in configs] == [
        NONE, mine.to_text(), STRONG.to_text(), STRONG.to_text(),
    ]  # fmt: skip
    assert [config.augments_validation for config in configs] == [False, False, False, True]
    assert {(config.seed, config.epochs) for config in configs} == {(7, 2)}
    assert at.button(key="augmentation-train-four").disabled
    assert at.query_params["augmented"].split(",") == pool.submitted


def test_what_the_four_came_to_stands_beside_the_predictions(pool):
    at = trained_four(pool, open_lesson(**{"augmentation-gap": "b", "augmentation-validation": "c"}))

    text = words(at)
    assert (
        "Without augmentation: 100.0 % on training pictures, 90.0 % on validation pictures, a gap of 10.0"
        in text
    )
    assert "With it: 83.0 % on training pictures, 84.0 % on validation pictures, a gap of -1.0 points" in text
    assert "same to the last digit" in text
    assert "65.0 % on the pictures as they are and 50.0 % on transformed ones" in text
    assert "20.0 points apart" in text
    assert all(at.radio(key=f"augmentation-{name}_choice").disabled for name in ("gap", "validation"))
    [table] = [table.value for table in at.table if "gap" in table.value]
    assert list(table["gap"]) == ["+10.0", "-1.0", "-10.0", "+5.0"]
    assert list(table["new artists"]) == ["75.0 %"] * 4


def test_runs_with_other_settings_than_the_panel_has_now_are_said_to_be_older(pool):
    at = trained_four(pool, open_lesson())
    assert "Settings have changed" not in words(at)
    at.slider(key="zoom-widget").set_value(0.3).run()
    at.run()  # the sliders redraw their own part of the page only

    assert "Settings have changed since these runs" in words(at)


def test_nothing_switched_on_is_one_sentence_and_trains_nothing(pool):
    at = open_lesson()
    at.button(key="strengths-None").click().run()
    at.button(key="augmentation-train-four").click().run()

    assert [error.value[:26] for error in at.error] == ["Nothing is switched on at "]
    assert pool.submitted == []


@pytest.mark.parametrize(
    ("button", "augmentation", "validation"),
    [
        ("No augmentation", NONE, False),
        ("As the sliders above", replace(MILD, zoom=0.5).to_text(), False),
        ("Validation pictures too", STRONG.to_text(), True),
    ],
)
def test_the_panel_takes_an_augmentation_and_its_program_follows(pool, button, augmentation, validation):
    at = open_lesson(zoom="0.5")
    at.button(key=f"augmentation-set-{button}").click().run()
    at.button(key="augmentation-train").click().run()

    config = base_of(pool)
    assert (config.augmentation, config.augments_validation) == (augmentation, validation)
    program = at.code[-1].value
    assert ("keras.layers.Random" in program) == (augmentation != NONE)
    assert ("validation.map" in program) == validation
