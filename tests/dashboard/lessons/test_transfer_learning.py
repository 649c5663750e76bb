"""The lesson Standing on shoulders, as a script with workers that train nothing."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial

import pytest

from dashboard.experiments.config import TrainingConfig
from dashboard.experiments.events import EpochEnd, Finished, Queued, Started, Stopped
from dashboard.experiments.runs import HOME_VARIABLE, RunStore
from dashboard.experiments.transfer import BlockRow, TransferReport, write_report
from dashboard.experiments.transfer_runs import TUNINGS, three_bases, title, tuned
from dashboard.workers.pool import PoolError, RunStatus
from tests.dashboard.experiments import test_transfer
from tests.dashboard.lessons import lesson_pages
from tests.dashboard.lessons.lesson_pages import use_pool, words

open_lesson = partial(lesson_pages.open_lesson, "transfer-learning")

BLOCKS = (BlockRow("block 1", 9, "(24, 24, 24)", 5_000, 0), BlockRow("block 2", 8, "(24, 24, 24)", 9_000, 7))
REPORT = replace(test_transfer.REPORT, blocks=BLOCKS, summary="Total params: 2,259,265")


@dataclass
class ScriptedPool:
    """Stands in for the workers: keeps what it is asked."""

    store: RunStore
    submitted: list[str] = field(default_factory=list)
    stopped: list[str] = field(default_factory=list)
    full: bool = False

    def submit(self, config: TrainingConfig, _learner: str, **_: object) -> str:
        if self.full:
            raise PoolError("You already have 10 runs waiting.")
        self.submitted.append(self.store.create(config).id)
        self.store.append(self.submitted[-1], Queued(1))
        return self.submitted[-1]

    def status(self, run_id: str) -> RunStatus:
        run = self.store.read(run_id)
        return RunStatus(run.state, None, run, run.message)

    def stop(self, run_id: str) -> bool:
        self.stopped.append(run_id)
        for event in (Started(), Stopped(0, "", by="learner"), Finished({}, 1.0)):
            self.store.append(run_id, event)
        return True

    def nothing(self, *_: object) -> None:
        pass

    touch = foresee = warm = nothing

    def finish(self, run_id: str, report: TransferReport = REPORT) -> None:
        """Let a run train one epoch and end."""
        logs = {"loss": 0.5, "accuracy": report.train, "val_loss": 0.5, "val_accuracy": report.same_artist}
        artifacts = {"transfer": write_report(self.store.folder(run_id), report)}
        for event in (Started(), EpochEnd(0, logs, 1.0), Finished(artifacts, 1.0)):
            self.store.append(run_id, event)

    def configs(self) -> list[TrainingConfig]:
        return [self.store.read(run_id).config for run_id in self.submitted]


@pytest.fixture
def pool(monkeypatch, tmp_path):
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path))
    stand_in = ScriptedPool(RunStore(tmp_path / "runs"))
    use_pool(monkeypatch, stand_in)
    return stand_in


@pytest.fixture
def trained(pool):
    """The three bases, trained; what the address says of them."""
    for config, new in zip(three_bases("cats_and_dogs", 42), (0.75, 0.5, 0.865), strict=True):
        pool.finish(pool.submit(config, "ana"), replace(REPORT, new_artist=new))
    return ",".join(pool.submitted)


def test_one_click_trains_all_three_on_the_same_pictures_and_seed(pool):
    at = open_lesson(seed="7", pictures="horse_or_human")
    at.button(key="transfer-three").click().run()

    assert pool.configs() == list(three_bases("horse_or_human", 7))
    assert {config.base for config in pool.configs()} == {"none", "random", "pretrained"}
    assert at.button(key="transfer-three").disabled
    assert at.query_params["bases"] == ",".join(pool.submitted)


def test_stop_ends_all_that_waits_or_trains(pool):
    at = open_lesson()
    at.button(key="transfer-three").click().run()
    at.button(key="transfer-three-stop").click().run()

    assert pool.stopped == pool.submitted
    assert not at.button(key="transfer-three").disabled
    assert "stopped" in at.table[0].value.to_string()
    assert not at.exception


def test_a_refused_run_is_one_sentence(pool):
    pool.full = True
    at = open_lesson()
    at.button(key="transfer-three").click().run()

    assert [error.value for error in at.error] == ["You already have 10 runs waiting."]


def test_the_prediction_stands_beside_what_new_artists_gave(pool, trained):
    at = open_lesson(bases=trained, **{"transfer-bases": "c"})

    assert "From scratch 75.0 %, Frozen random base 50.0 %, Frozen pretrained base 86.5 %" in words(at)
    assert at.radio(key="transfer-bases_choice").disabled, "a prediction is made before"


def test_the_base_is_taken_apart_with_keras_counts_and_the_hash(pool, trained):
    at = open_lesson(bases=trained)

    [blocks] = [table.value for table in at.table if "block" in table.value]
    assert list(blocks["trainable"]) == ["frozen", "7"]
    assert "1,281** trainable and **2,257,984** non-trainable" in words(at)
    assert "They are the same (unchanged: 395faf9f)" in words(at)
    assert any(code.value == REPORT.summary for code in at.code)


@pytest.mark.parametrize("name", TUNINGS)
def test_each_way_of_fine_tuning_has_a_button(pool, name):
    at = open_lesson(tune_from="block_16", tune_rate="0.0001")
    at.button(key=f"transfer-tune-{name}").click().run()

    assert pool.configs() == [tuned(name, "cats_and_dogs", 42, "block_16", 1e-4)]


def test_runs_of_fine_tuning_gather_and_a_mistake_is_explained(pool, trained):
    at = open_lesson(bases=trained)
    at.button(key="transfer-tune-right").click().run()
    pool.finish(pool.submitted[-1])
    at.button(key="transfer-tune-frozen_late").click().run()
    pool.finish(pool.submitted[-1], replace(REPORT, frozen_after="0badc0de00", moved_statistics=0.2))
    at.run()

    assert at.query_params["tuned"].count(",") == 1
    assert "only the hash tells" in words(at)
    [table] = [table.value for table in at.table if "Frozen after compile" in table.value.to_string()]
    assert "CHANGED: 395faf9f → 0badc0de" in list(table["to stay"])
    assert len({title(run) for run in pool.configs()[3:]}) == 2


def test_the_program_of_every_run_is_offered(pool):
    at = open_lesson()
    box = at.selectbox(key="transfer-program")

    assert len(box.options) == 3 + len(TUNINGS)
    box.set_value(box.options[-1]).run()
    assert "frozen after compile and fit" in at.code[-1].value
