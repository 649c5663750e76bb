"""The lesson From two to many, as a script with workers that train nothing."""

from __future__ import annotations

import json
from concurrent.futures import Future
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from dashboard.components import play_signs
from dashboard.experiments.artifacts import HEALTH, PREDICTIONS, SUMMARY, WEIGHTS, LayerRow, ModelSummary
from dashboard.experiments.batches import Batch, BothBatches, requested, write_batches
from dashboard.experiments.config import TrainingConfig
from dashboard.experiments.events import EpochEnd, Finished, Queued, Started
from dashboard.experiments.health import Health
from dashboard.experiments.look import Look, own_pixels, write_look
from dashboard.experiments.mismatches import MISMATCHES
from dashboard.experiments.run import Run
from dashboard.experiments.runs import HOME_VARIABLE, RunStore
from dashboard.experiments.scenes import scene_folder
from dashboard.experiments.trials import TrialOutcome, trial_file
from dashboard.workers.pool import RunStatus
from dashboard.workers.questions import AskError
from tests.dashboard.lessons import lesson_pages
from tests.dashboard.lessons.lesson_pages import use_pool, words

open_lesson = partial(lesson_pages.open_lesson, "from-two-to-many")

MARK = "0a1b2c3d"
SCENES = TrainingConfig("rock_paper_scissors", "scenes", filters=16, epochs=15)
HAND = scene_folder("rock_paper_scissors", "new_artist") / "paper" / "0000.jpg"
FALLING = TrialOutcome(
    {"loss": [0.1, -9.0], "accuracy": [0.3, 0.3], "val_accuracy": [0.3, 0.3]}, "", 2.0, (1.0,)
)


@dataclass
class ScriptedPool:
    """Stands in for the workers: keeps what it is asked, and answers as a worker does."""

    store: RunStore
    questions: list[dict] = field(default_factory=list)
    sees: tuple[float, float, float] = (0.1, 0.2, 0.7)
    refuses: bool = False

    def status(self, run_id: str) -> RunStatus:
        run = self.store.read(run_id)
        return RunStatus(run.state, None, run, run.message)

    def nothing(self, *_: object) -> None:
        pass

    touch = foresee = warm = stop = nothing

    def ask(self, run_id: str, question: dict, _learner: str) -> Future[Path]:
        self.questions.append(question)
        answer: Future[Path] = Future()
        if self.refuses:
            answer.set_exception(AskError("The workers are busy: ask again."))
            return answer
        folder = self.store.folder(run_id)
        look = Look({"out": np.array(self.sees, "f4")})
        answer.set_result(folder / write_look(folder, MARK, f"asked{len(self.questions)}", look))
        return answer

    def ask_without_run(self, folder: Path, question: dict, _learner: str) -> Future[Path]:
        self.questions.append(question)
        folder.mkdir(parents=True, exist_ok=True)
        answer: Future[Path] = Future()
        if question["what"] == "trial":
            path = folder / trial_file(question["trial"])
            path.write_text(json.dumps(FALLING.to_json()))
        else:
            path = folder / write_batches(folder, requested(question), both_batches(question))
        answer.set_result(path)
        return answer

    def finish(self) -> Run:
        """Return a run that trained one epoch, with the files that the page needs: it says rock of everything."""
        run_id = self.store.create(SCENES).id
        files = {"summary": SUMMARY, "predictions": PREDICTIONS, "weights": WEIGHTS, "health": HEALTH}
        rows = (LayerRow("out", "Dense", "(None, 3)", 9, "softmax"),)
        folder = self.store.folder(run_id)
        (folder / SUMMARY).write_text(
            json.dumps(ModelSummary(0.9, 1 / 3, 9, rows, fingerprint=MARK).to_json())
        )
        (folder / HEALTH).write_text(json.dumps(Health(1, (), None, None).to_json()))
        np.savez(folder / PREDICTIONS, probabilities=np.tile(np.array([0.2, 0.5, 0.3], "f4"), (210, 1)))
        np.savez(folder / WEIGHTS, **{"out/kernel": np.zeros((2, 3), np.float32)})
        logs = {"loss": 0.5, "accuracy": 0.95, "val_loss": 0.7, "val_accuracy": 0.75}
        for event in (Queued(0), Started(), EpochEnd(0, logs, 1.0), Finished(files, 1.0)):
            self.store.append(run_id, event)
        return self.store.read(run_id)


def both_batches(question: dict) -> BothBatches:
    size, amount = question["size"], question["batch_size"]
    labels = np.eye(3, dtype="f4")[[0, 1, 2, 0, 1, 2, 0, 1]]
    batch = Batch(
        np.full((8, size, size, 3), 0.5, "f4"), labels, (amount, size, size, 3), (amount, 3), "tf.Tensor", 0.0, 1.0,
        "Found 600", ("paper", "rock", "scissors"),
    )  # fmt: skip
    return BothBatches(batch, batch)


@pytest.fixture
def pool(monkeypatch, tmp_path):
    scripted = ScriptedPool(RunStore(tmp_path / "runs"))
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path))
    use_pool(monkeypatch, scripted)
    return scripted


@pytest.fixture
def page(pool):
    """The page of a finished run, with a picture of a hand to play."""
    at = open_lesson(run=pool.finish().id, hand="upload")
    at.file_uploader(key="signs-play-file").upload("paper.jpg", HAND.read_bytes(), "image/jpeg").run()
    return at


def play(at, shown, how):
    at.radio(key="signs-play-shown").set_value(shown).run()
    at.radio(key="signs-play-how").set_value(how).run()
    at.button(key="signs-play-play").click().run()
    assert not at.exception


def metrics(at):
    return {metric.label: metric.value for metric in at.metric}


def test_labels_last_layer_and_loss_follow_the_number_of_classes(pool):
    at = open_lesson()
    assert 'keras.layers.Dense(3, activation="softmax")\nloss="categorical_crossentropy"' in at.code[0].value

    at.radio(key="many-labels-widget").set_value("binary").run()
    assert "0 or 1 can name two classes, not 3" in at.warning[0].value
    at.slider(key="many-classes-widget").set_value(2).run()

    assert 'keras.layers.Dense(1, activation="sigmoid")\nloss="binary_crossentropy"' in at.code[0].value
    assert (at.query_params["many-classes"], at.query_params["many-labels"]) == ("2", "binary")


def test_real_batches_offer_the_two_forms_that_three_folders_can_have(pool):
    at = open_lesson()
    assert at.radio(key="signs-labels-widget").options == ["categorical", "sparse"]

    at.radio(key="signs-labels-widget").set_value("sparse").run()
    programs = "\n".join(code.value for code in at.code)

    assert 'class_mode="sparse"' in programs
    assert 'label_mode="int"' in programs
    assert pool.questions[-1]["dataset"] == "rock_paper_scissors"


def test_both_crossentropies_are_worked_out_to_one_number(pool):
    at = open_lesson()
    for name in ("paper", "rock", "scissors"):
        at.slider(key=f"signs-losses-score-{name}").set_value(0.0)
    at.radio(key="signs-losses-true").set_value(1).run()

    said = words(at)
    assert "label `[0, 1, 0]`: -(0 × ln 0.333 + 1 × ln 0.333 + 0 × ln 0.333) = **1.099**" in said
    assert "label `1`: -ln 0.333 = **1.099**" in said
    assert "three yes-or-no questions, **0.693**" in said


def test_a_mismatch_runs_after_a_prediction_and_is_judged_by_its_figures(pool):
    at = open_lesson(mismatch="one-sigmoid")
    assert at.button(key="signs-trials-run").disabled
    assert MISMATCHES["one-sigmoid"].program.strip() in [code.value for code in at.code]

    at.radio(key="signs-trials-guess-one-sigmoid").set_value(2).run()
    at.button(key="signs-trials-run").click().run()
    at.run()

    assert not at.exception
    assert pool.questions[-1]["trial"] == "one-sigmoid"
    said = words(at)
    assert (
        "**You expected:** It stops with an error. **It was:** It runs, but never learns all three." in said
    )
    assert MISMATCHES["one-sigmoid"].why in said
    assert "it says** 1.000." in said
    assert "the training loss -9.00; it was 0.10 in epoch 1" in said


def test_the_three_sets_and_each_class_stand_beside_the_prediction(pool):
    at = open_lesson(run=pool.finish().id, **{"signs-hardest": "b"})

    said = words(at)
    assert (
        "95.0 % on the training pictures, 75.0 % on new scenes by the same artists, 33.3 % on drawings by"
        in said
    )
    assert "There it is right for: paper 0 %, scissors 0 %, rock 100 %." in said
    assert at.radio(key="signs-hardest_choice").disabled, "a prediction is made before"


def test_one_can_play_only_with_a_model_a_hand_and_a_word_for_it(pool, page):
    assert page.button(key="signs-play-play").disabled, "it does not say yet what it shows"
    page.radio(key="signs-play-shown").set_value("paper").run()
    assert not page.button(key="signs-play-play").disabled

    assert open_lesson().button(key="signs-play-play").disabled


def test_a_fair_round_is_drawn_before_the_model_looks(pool, page, monkeypatch):
    monkeypatch.setattr(play_signs.random, "choice", lambda _signs: "rock")

    play(page, "paper", "fair")

    assert own_pixels(pool.questions[-1]["pixels"], (48, 48, 3)).std() > 0
    assert "**You show paper, the model plays rock: you win.**" in words(page)
    assert "The model sees scissors, with a probability of 70 %. You say that it was paper." in words(page)
    assert {"You": "1", "The model": "0", "Draws": "0", "Read right": "0 of 1"}.items() <= metrics(
        page
    ).items()


def test_a_model_that_reads_the_hand_wins_by_reading_it_and_the_score_goes_on(pool, page):
    play(page, "scissors", "reads")
    assert "**You show scissors, the model plays rock: the model wins.**" in words(page)
    play(page, "rock", "reads")
    assert "**You show rock, the model plays rock: a draw.**" in words(page)
    counted = {"You": "0", "The model": "1", "Draws": "1", "Read right": "1 of 2"}
    assert counted.items() <= metrics(page).items()

    page.button(key="signs-play-anew").click().run()

    assert "Read right" not in metrics(page)


def test_a_round_that_no_worker_answers_can_be_asked_again(pool, page):
    pool.refuses = True
    play(page, "scissors", "reads")
    assert page.warning[-1].value == "The workers are busy: ask again."
    assert "Read right" not in metrics(page)

    pool.refuses = False
    page.button(key="signs-play-again").click().run()

    assert metrics(page)["Read right"] == "1 of 1"


def test_a_drawn_hand_goes_to_the_model_in_colour(pool, monkeypatch):
    drawing = np.zeros((28, 28), np.uint8)
    drawing[8:20, 8:20] = 255
    monkeypatch.setattr(play_signs, "drawing_pad", lambda _key: drawing)
    at = open_lesson(run=pool.finish().id)

    play(at, "rock", "fair")

    pixels = own_pixels(pool.questions[-1]["pixels"], (48, 48, 3))
    assert pixels[24, 24, 0] > pixels[24, 24, 2]


def test_the_webcam_is_offered(pool):
    at = open_lesson(hand="webcam")

    assert not at.exception
    assert at.radio(key="hand-widget").value == "webcam"


def test_a_file_that_is_no_picture_is_one_sentence(pool):
    at = open_lesson(hand="upload")
    at.file_uploader(key="signs-play-file").upload("hand.png", b"no", "image/png").run()

    assert at.error[-1].value.startswith("Expected a PNG or JPEG picture")
