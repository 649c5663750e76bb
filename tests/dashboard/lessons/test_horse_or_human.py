"""The lesson Horse or human, as a script with workers that train nothing."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from dashboard.components.four_optimizers import with_each
from dashboard.components.where_view import in_words
from dashboard.experiments.batches import Batch, BothBatches, requested, write_batches
from dashboard.experiments.config import TrainingConfig
from dashboard.experiments.look import Look, own_pixels, write_look
from dashboard.experiments.runs import HOME_VARIABLE, RunStore
from dashboard.experiments.where import STEPS, Where
from tests.dashboard.lessons import lesson_pages
from tests.dashboard.lessons.lesson_pages import use_pool, words
from tests.dashboard.lessons.runs_on_disk import MARK, RunsOnDisk

open_lesson = partial(lesson_pages.open_lesson, "horse-or-human")

SCENES = TrainingConfig("horse_or_human", "scenes", filters=16, epochs=15, optimizer="rmsprop")
DROPS = np.zeros((STEPS, STEPS), np.float32)
DROPS[3, 4] = 0.25
WHERE = Where(DROPS, np.eye(8, dtype=np.float32), 1, 0.9)
PICTURE = Path(__file__).resolve().parents[3] / "data" / "photographs" / "chelsea.png"


@dataclass
class ScriptedPool(RunsOnDisk):
    """Stands in for the workers: keeps what it is asked, and answers as a worker does."""

    questions: list[dict] = field(default_factory=list)

    def ask(self, run_id: str, question: dict, _learner: str) -> Future[Path]:
        self.questions.append(question)
        look = WHERE.as_look() if question["what"] == "where" else Look({"out": np.array([0.8], "f4")})
        folder = self.store.folder(run_id)
        return answered(folder / write_look(folder, MARK, f"{question['what']}{len(self.questions)}", look))

    def ask_without_run(self, folder: Path, question: dict, _learner: str) -> Future[Path]:
        self.questions.append(question)
        request = requested(question)
        shape = (request.batch_size, request.size, request.size, 3)
        images, labels = np.full((8, *shape[1:]), 0.5, "f4"), np.ones(8, "f4")
        old = Batch(images, labels, shape, shape[:1], "numpy.ndarray", 0.0, 1.0, "Found 600", ("a", "b"))
        new = Batch(
            images * 255, labels[:, None], shape, (shape[0], 1), "tf.Tensor", 0.0, 255.0, "", ("a", "b")
        )
        return answered(folder / write_batches(folder, request, BothBatches(old, new)))


def answered(path: Path) -> Future[Path]:
    answer: Future[Path] = Future()
    answer.set_result(path)
    return answer


@pytest.fixture
def pool(monkeypatch, tmp_path):
    scripted = ScriptedPool(RunStore(tmp_path / "runs"))
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path))
    use_pool(monkeypatch, scripted)
    return scripted


@pytest.fixture
def trained(pool):
    """A finished run, as the page's address names it."""
    return pool.finish(pool.submit(SCENES, "ana"), train=0.99, same=0.975, new=0.93)


def test_the_tree_on_disk_is_shown_with_its_counts(pool):
    tree = open_lesson().code[0].value

    assert "train/   to learn from" in tree
    assert "horses/   300 pictures" in tree
    assert tree.count("humans/   100 pictures") == 2


@pytest.mark.parametrize(("name", "label"), [("ponies", 1), ("foals", 0), ("zebras", 1), ("Zebras", 0)])
def test_a_folders_new_name_moves_its_label_and_is_in_the_address(pool, name, label):
    at = open_lesson()
    at.text_input(key="folder-widget").set_value(name).run()

    [table] = [table.value for table in at.table if "folder" in table.value]
    assert dict(zip(table["folder"], table["label"], strict=True))[name] == label
    assert at.query_params["folder"] == name


@pytest.mark.parametrize("name", ["humans", "../x", " "])
def test_a_name_that_no_folder_can_have_is_one_sentence(pool, name):
    at = open_lesson()
    at.text_input(key="folder-widget").set_value(name).run()

    assert [error.value[:25] for error in at.error] == ["Expected a name of letter"]
    assert not at.exception


def test_both_loaders_get_the_settings_of_the_address(pool):
    at = open_lesson(target="64", take="8", labels="sparse")

    assert {"size": 64, "batch_size": 8, "mode": "sparse"}.items() <= pool.questions[-1].items()
    programs = "\n".join(code.value for code in at.code)
    assert 'target_size=(64, 64),\n    batch_size=8,\n    class_mode="sparse"' in programs
    assert 'label_mode="int"' in programs
    assert "(8, 1) of float32" in words(at)


def test_a_batch_is_asked_for_once(pool):
    open_lesson()
    open_lesson()

    assert len(pool.questions) == 1


def test_the_three_accuracies_stand_beside_the_prediction(pool, trained):
    at = open_lesson(run=trained.id, **{"horses-gap": "b"})

    assert "99.0 % on the training pictures, 97.5 % on new scenes by the same artists, 93.0 %" in words(at)
    assert at.radio(key="horses-gap_choice").disabled, "a prediction is made before"


def test_four_optimizers_train_on_one_seed_and_are_compared(pool):
    at = open_lesson(seed="7")
    at.button(key="horses-four").click().run()

    configs = [pool.store.read(run_id).config for run_id in pool.submitted]
    assert configs == list(with_each(replace(SCENES, seed=7)))
    assert {(each.optimizer, each.learning_rate) for each in configs} == {
        ("rmsprop", 0.001),
        ("sgd", 0.01),
        ("adam", 0.001),
        ("adagrad", 0.001),
    }
    assert at.button(key="horses-four").disabled
    for run_id, new in zip(pool.submitted, (0.93, 0.61, 0.92, 0.5), strict=True):
        pool.finish(run_id, 0.99, 0.97, new)
    at.run()

    assert "RMSprop 93.0 %, Adam 92.0 %, SGD 61.0 %, Adagrad 50.0 %" in words(at)
    [table] = [table.value for table in at.table if "new artists" in table.value]
    assert list(table["new artists"]) == ["93.0 %", "61.0 %", "92.0 %", "50.0 %"]
    assert at.query_params["sweep"].startswith("optimizer:")


def test_a_refused_run_is_told_and_the_others_are_kept(pool):
    pool.refuse_from = 2
    at = open_lesson()
    at.button(key="horses-four").click().run()

    assert [error.value for error in at.error] == ["You already have 10 runs waiting."]
    assert at.query_params["sweep"].count(",") == 1


def test_where_the_model_looks_is_told_for_a_test_picture(pool, trained):
    at = open_lesson(run=trained.id)

    asked = [question for question in pool.questions if question["what"] == "where"]
    assert asked[0]["picture"] == 0
    assert "The square that matters most takes 25 points" in words(at)
    at.radio(key="way-widget").set_value("grad-cam").run()
    assert "grid of 8 × 8 places" in words(at)


def test_a_picture_of_ones_own_goes_to_the_model_in_its_size(pool, trained):
    at = open_lesson(run=trained.id)
    at.file_uploader(key="horses-own-file").upload("cat.png", PICTURE.read_bytes(), "image/png").run()

    assert not at.exception
    asked = {question["what"]: question for question in pool.questions if "pixels" in question}
    assert set(asked) == {"own", "where"}
    assert own_pixels(asked["own"]["pixels"], (48, 48, 3)).shape == (48, 48, 3)
    assert "a tensor of shape (1, 48, 48, 3)" in words(at)
    assert "The sigmoid gives 0.8000, the probability of humans" in words(at)


def test_a_file_that_is_no_picture_is_one_sentence(pool):
    at = open_lesson()
    at.file_uploader(key="horses-own-file").upload("cat.png", b"no", "image/png").run()

    assert at.error[-1].value.startswith("Expected a PNG or JPEG picture")


def test_a_model_that_no_place_decides_is_said_to_be_so():
    still = replace(WHERE, drops=np.zeros_like(DROPS), grad_cam=np.zeros((8, 8), "f4"))

    assert "no place decides alone" in in_words(still, "occlusion", "humans")
    assert "nothing to show" in in_words(still, "grad-cam", "humans")
