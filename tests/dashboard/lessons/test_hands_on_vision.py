"""The lesson Hands-on with computer vision: layers by hand, and programs with one change, with a scripted worker."""

from __future__ import annotations

import json
from concurrent.futures import Future
from functools import partial
from pathlib import Path

import pytest

from dashboard.experiments.runs import RunStore
from dashboard.experiments.trials import TRIALS, TrialOutcome, trial_file
from dashboard.workers.pool import RunStatus
from tests.dashboard.lessons import lesson_pages
from tests.dashboard.lessons.lesson_pages import use_pool, words

open_lesson = partial(lesson_pages.open_lesson, "hands-on-vision")

ERROR = "ValueError: target.shape=(32,), output.shape=(32, 28, 10)"


class TrialPool:
    """Stands in for the workers: every program ends with one error."""

    def __init__(self, store: RunStore) -> None:
        self.store = store
        self.questions: list[dict] = []

    def status(self, run_id: str) -> RunStatus:
        run = self.store.read(run_id)
        return RunStatus(run.state, None, run, run.message)

    def nothing(self, *_: object, **__: object) -> None:
        pass

    touch = foresee = warm = nothing

    def ask_without_run(self, folder: Path, question: dict, _learner: str) -> Future[Path]:
        self.questions.append(question)
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / trial_file(question["trial"])
        path.write_text(json.dumps(TrialOutcome(error=ERROR).to_json()))
        answer: Future[Path] = Future()
        answer.set_result(path)
        return answer


@pytest.fixture
def pool(monkeypatch, tmp_path):
    scripted = TrialPool(RunStore(tmp_path / "runs"))
    use_pool(monkeypatch, scripted)
    monkeypatch.setenv("TENSORFLOW_BY_DOING_HOME", str(tmp_path))
    return scripted


def test_flatten_relu_and_softmax_follow_their_sliders(pool):
    at = open_lesson()
    at.slider(key="vision-layers-flatten-place").set_value(783).run()
    assert "Place 783 is row 27, column 27: 27 × 28 + 27 = 783." in words(at)

    at.segmented_control(key="vision-layers-part").set_value("ReLU").run()
    at.slider(key="vision-layers-relu-sum").set_value(2.0).run()
    assert "relu(2.0) = max(0, 2.0) = 2.0" in words(at)

    at.segmented_control(key="vision-layers-part").set_value("Softmax").run()
    for name in ("Shirt", "Coat", "Bag"):
        at.slider(key=f"vision-layers-softmax-score-{name}").set_value(0.0).run()
    assert "33.3 %" in words(at)
    assert not at.exception


def test_a_program_runs_after_a_prediction_and_its_error_is_explained(pool):
    at = open_lesson(trial="unflattened")
    assert at.button(key="vision-trials-run").disabled
    assert TRIALS["unflattened"].why not in words(at)

    at.radio(key="vision-trials-guess-unflattened").set_value(0).run()
    at.button(key="vision-trials-run").click().run()
    at.run()

    assert not at.exception
    assert pool.questions[-1]["trial"] == "unflattened"
    assert ERROR in [code.value for code in at.code]
    assert TRIALS["unflattened"].why in words(at)
    assert "**You expected:** It trains as before or better. **It was:** It stops with an error." in words(at)
