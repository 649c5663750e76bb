"""A real project, trained: the model that is taken away is the one that was measured, and its base is untouched."""

import io
import subprocess
import sys
import zipfile

import keras
import numpy as np
import pytest

from dashboard.experiments.artifacts import ArtifactError
from dashboard.experiments.pretrained import pretrained_weights
from dashboard.experiments.project import ProjectSettings, lay_out, read_outcome
from dashboard.experiments.project_code import archive
from dashboard.experiments.project_pictures import SIZE, PictureClass, with_files
from dashboard.experiments.scenes import scene_folder
from dashboard.workers.project import answer_project

pytestmark = [
    pytest.mark.training,
    # Keras reads its own variables in a way that NumPy is about to give up, where it saves a model.
    pytest.mark.filterwarnings("ignore:__array__ implementation doesn't accept a copy:DeprecationWarning"),
]

EACH = 16


@pytest.fixture(scope="module")
def outcome(tmp_path_factory):
    classes = []
    for folder in sorted(scene_folder("horse_or_human", "train").iterdir()):
        files = [(path.name, path.read_bytes()) for path in sorted(folder.iterdir())[:: 300 // EACH][:EACH]]
        classes.append(with_files(PictureClass(folder.name), files))
    settings = ProjectSettings(epochs=12, copies=1)
    folder, question = lay_out(classes, settings, tmp_path_factory.mktemp("projects"))
    answer_project(folder, question)
    return read_outcome(folder)


def test_it_learns(outcome):
    assert outcome.classes == ("horses", "humans")
    assert len(outcome.loss) == 12
    assert outcome.loss[-1] < outcome.loss[0] / 2
    assert outcome.confusion.sum() == 2 * 4


def test_the_saved_model_says_what_was_measured_and_its_base_is_as_it_was(outcome):
    model = keras.models.load_model(outcome.model)
    said = model.predict(outcome.pixels.astype(np.float32), verbose=0)
    np.testing.assert_allclose(said, outcome.probabilities, atol=1e-4)
    fresh = keras.applications.MobileNetV2(
        input_shape=(SIZE, SIZE, 3), include_top=False, weights=str(pretrained_weights())
    )
    base = model.get_layer("base").layers[-1]
    assert not base.trainable_weights
    for mine, theirs in zip(base.get_weights(), fresh.get_weights(), strict=True):
        np.testing.assert_array_equal(mine, theirs)


def test_the_places_of_a_map_add_up_to_the_logit(outcome):
    model = keras.models.load_model(outcome.model)
    features = model.get_layer("base").predict(outcome.pixels.astype(np.float32), verbose=0)
    kernel, bias = model.get_layer("head").layers[-1].get_weights()
    logits = features.mean(axis=(1, 2)) @ kernel + bias
    chosen = outcome.probabilities.argmax(axis=1)
    wanted = logits[np.arange(len(chosen)), chosen]
    np.testing.assert_allclose(outcome.maps.sum(axis=(1, 2)) + bias[chosen], wanted, atol=1e-4)


def test_the_programs_of_the_archive_run(outcome, tmp_path):
    zipfile.ZipFile(io.BytesIO(archive(outcome))).extractall(tmp_path)
    pictures = sorted((tmp_path / "pictures" / "validation").rglob("*.png"))

    asked = run(tmp_path, "use_model.py", *pictures)
    said = [line.split(": ")[1].split(" (")[0] for line in asked.splitlines() if "validation" in line]
    assert said == [outcome.classes[place] for place in outcome.probabilities.argmax(axis=1)]

    short = (tmp_path / "train.py").read_text().replace("epochs=12", "epochs=1")
    (tmp_path / "train.py").write_text(short)
    assert "Classes, by label: ['0 horses', '1 humans']" in run(tmp_path, "train.py")


def run(folder, program, *arguments):
    done = subprocess.run(
        [sys.executable, program, *map(str, arguments)], cwd=folder, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_pictures_that_are_gone_are_told(tmp_path):
    with pytest.raises(ArtifactError, match="are gone"):
        answer_project(tmp_path, {"classes": ["a", "b"], "epochs": 1, "copies": 0, "share": 0.25, "seed": 1})
