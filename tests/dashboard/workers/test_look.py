"""What each layer makes of a picture equals what Keras gives, for any layer and any picture."""

from pathlib import Path

import keras
import numpy as np
import pytest

from dashboard.experiments.artifacts import ArtifactError, Artifacts
from dashboard.experiments.config import TrainingConfig
from dashboard.experiments.datasets import load
from dashboard.experiments.look import KEPT, Look, own_name, own_question, question, read_look
from dashboard.workers.inspection import inspect
from dashboard.workers.look import answer, look_at
from dashboard.workers.program import Program
from dashboard.workers.trainer import Trainer

pytestmark = pytest.mark.training
CONFIGS = {
    "dense": TrainingConfig(examples=1000, units=16, epochs=1),
    "dropout": TrainingConfig(examples=1000, units=16, epochs=1, dropout=0.5),
    "conv": TrainingConfig(recipe="conv", examples=1000, units=16, filters=4, epochs=1),
}
PLACES = (0, 41, 9_999)


class Restored:
    """A trainer that has the run's program already."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.restored: list[Path] = []

    def restore(self, _config: TrainingConfig, folder: Path) -> Program:
        self.restored.append(folder)
        return self.program


@pytest.fixture(scope="module")
def test_images():
    return load("fashion_mnist", "test").images


@pytest.fixture(scope="module", params=CONFIGS)
def program(request):
    return Trainer().train(CONFIGS[request.param]).program


def test_every_layer_gives_what_keras_gives(program, test_images):
    for place in PLACES:
        look = look_at(program, test_images[place])
        assert list(look.values) == [layer.name for layer in program.model.layers]
        picture = test_images[place : place + 1].astype(np.float32) / 255
        for layer in program.model.layers:
            expected = keras.Model(program.model.inputs, layer.output).predict(picture, verbose=0)[0]
            assert look.values[layer.name].shape == expected.shape
            np.testing.assert_allclose(look.values[layer.name], expected, rtol=0, atol=1e-6)


def test_an_answer_is_a_file_in_the_runs_folder(program, test_images, tmp_path):
    name = answer(Restored(program), tmp_path, CONFIGS["dense"], question(41, "a"))
    (path,) = tmp_path.iterdir()
    assert path.name == name
    mark = name.removeprefix("look-").split("-")[0]
    kept = read_look(tmp_path, mark, 41)
    assert isinstance(kept, Look)
    for layer, values in look_at(program, test_images[41]).values.items():
        np.testing.assert_array_equal(kept.values[layer], values)


def test_the_page_finds_it_under_the_mark_of_the_weights(tmp_path):
    trained = Trainer().train(CONFIGS["dense"])
    inspect(trained.program, trained.test, tmp_path)
    answer(Restored(trained.program), tmp_path, CONFIGS["dense"], question(7, "a"))
    assert read_look(tmp_path, Artifacts(tmp_path).summary.fingerprint, 7) is not None


@pytest.mark.parametrize("program", ["conv"], indirect=True)
def test_a_learners_own_picture_gets_the_probabilities_of_keras(program, tmp_path):
    pixels = np.random.default_rng(0).integers(0, 256, (28, 28), dtype=np.uint8)
    path = tmp_path / answer(Restored(program), tmp_path, CONFIGS["conv"], own_question(pixels, "own"))
    mark = path.name.removeprefix("look-").split("-")[0]

    found = read_look(tmp_path, mark, own_name(pixels))

    expected = program.model.predict(pixels[None].astype(np.float32) / 255, verbose=0)[0]
    assert found is not None
    np.testing.assert_allclose(found.values[program.model.layers[-1].name], expected, rtol=0, atol=1e-6)


@pytest.mark.parametrize("program", ["dense"], indirect=True)
class TestAnswer:
    @pytest.mark.parametrize("pixels", [None, 7, "", "AAAA", "!" * 1048, "A" * 10_000])
    def test_pixels_that_are_no_picture_are_one_sentence(self, program, tmp_path, pixels):
        with pytest.raises(ArtifactError, match="Expected a picture of 28 × 28 pixels as base64"):
            answer(Restored(program), tmp_path, CONFIGS["dense"], {"what": "own", "pixels": pixels})
        assert list(tmp_path.iterdir()) == []

    def test_a_model_for_other_pictures_is_one_sentence(self, program, tmp_path):
        scenes = TrainingConfig("horse_or_human", "scenes")
        with pytest.raises(ArtifactError, match="Expected a picture of 48 × 48 pixels in colour"):
            answer(Restored(program), tmp_path, scenes, own_question(np.zeros((28, 28), np.uint8), "own"))

    def test_a_second_answer_is_the_kept_one(self, program, tmp_path):
        trainer = Restored(program)
        first = tmp_path / answer(trainer, tmp_path, CONFIGS["dense"], question(7, "a"))
        written = first.stat().st_mtime_ns
        assert tmp_path / answer(trainer, tmp_path, CONFIGS["dense"], question(7, "a")) == first
        assert first.stat().st_mtime_ns == written

    def test_the_files_are_bounded(self, program, tmp_path):
        for place in range(KEPT + 2):
            answer(Restored(program), tmp_path, CONFIGS["dense"], question(place, "a"))
        assert len(list(tmp_path.iterdir())) == KEPT

    @pytest.mark.parametrize("picture", [-1, 10_000, 1.5, "7", None, True])
    def test_a_picture_that_is_none_is_one_sentence(self, program, tmp_path, picture):
        with pytest.raises(ArtifactError, match="Expected a test picture from 0 to 9,999; received"):
            answer(Restored(program), tmp_path, CONFIGS["dense"], {"what": "look", "picture": picture})

    def test_another_question_is_one_sentence(self, program, tmp_path):
        with pytest.raises(ArtifactError, match="Expected a question about a look; received 'time'"):
            answer(Restored(program), tmp_path, CONFIGS["dense"], {"what": "time"})

    def test_a_run_that_is_gone_is_one_sentence(self, program, tmp_path):
        trainer = Restored(program)
        with pytest.raises(ArtifactError, match="The files of this run are gone: press Train"):
            answer(trainer, tmp_path / "gone", CONFIGS["dense"], question(1, "a"))
        assert trainer.restored == []
