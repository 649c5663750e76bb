"""A model's answers to a few pictures, recorded while it trains."""

import numpy as np
import pytest

from dashboard.experiments.artifacts import ArtifactError
from dashboard.experiments.config import TrainingConfig
from dashboard.experiments.epoch_outputs import OUTPUTS, read_outputs
from dashboard.workers.epoch_outputs import OutputsRecorder
from dashboard.workers.saved_state import SavedState
from dashboard.workers.trainer import Trainer

pytestmark = pytest.mark.training

CONFIG = TrainingConfig(examples=1_000, units=8, epochs=3)


def recorded(trainer, folder, **options):
    start = options.get("start")
    recorder = OutputsRecorder(*trainer.examples_of(CONFIG), start.epochs if start else 0)
    trained = trainer.train(CONFIG, [recorder], **options)
    recorder.write(folder)
    return trained


def test_the_last_answers_are_those_of_the_trained_model(tmp_path):
    trainer = Trainer()
    trained = recorded(trainer, tmp_path)
    outputs = read_outputs(tmp_path)

    assert outputs.probabilities.shape == (4, 20, 10)
    assert (outputs.first_epoch, outputs.last_epoch) == (0, 3)
    assert list(outputs.labels) == [*range(10), *range(10)]
    assert list(outputs.learned) == [True] * 10 + [False] * 10
    answers = trained.program.predict(outputs.pictures[10:])
    np.testing.assert_allclose(outputs.probabilities[-1, 10:], answers, atol=1e-3)
    assert not np.allclose(outputs.after(0, 10), outputs.after(3, 10), atol=0.05)


def test_a_training_that_goes_on_adds_its_epochs(tmp_path):
    trainer = Trainer()
    whole = tmp_path / "whole"
    parts = tmp_path / "parts"
    whole.mkdir()
    parts.mkdir()
    recorded(trainer, whole)
    first = recorded(trainer, parts, until=1)
    recorded(trainer, parts, start=SavedState(1, first.program.snapshot()))

    np.testing.assert_allclose(
        read_outputs(parts).probabilities, read_outputs(whole).probabilities, atol=2e-3
    )


def test_a_damaged_file_is_one_sentence(tmp_path):
    np.savez(tmp_path / OUTPUTS, pictures=np.zeros(1))
    with pytest.raises(ArtifactError, match=r"outputs\.npz of this run is damaged"):
        read_outputs(tmp_path)
