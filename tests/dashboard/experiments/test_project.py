"""A project on disk: the same for the same pictures and settings, bounded, and told when it is damaged."""

import ast
import io
import json
import zipfile
from dataclasses import asdict, replace

import numpy as np
import pytest

from dashboard.experiments.artifacts import ArtifactError
from dashboard.experiments.project import (
    ARRAYS_FILE,
    HISTORY,
    MODEL_FILE,
    OUTCOME_FILE,
    PICTURES_FILE,
    ProjectSettings,
    lay_out,
    read_outcome,
    settings_of,
)
from dashboard.experiments.project_code import archive, train_notebook, train_program, use_program
from dashboard.experiments.project_pictures import SIZE, PictureClass, ProjectError

SETTINGS = ProjectSettings(epochs=3)


def classes(count=10, names=("mugs", "cups")):
    rng = np.random.default_rng(1)
    return [
        PictureClass(
            name,
            tuple(f"{name}-{number}.png" for number in range(count)),
            rng.integers(0, 256, (count, SIZE, SIZE, 3), dtype=np.uint8),
        )
        for name in names
    ]


def trained(root):
    """A project's folder as a worker leaves it, but for the model's weights."""
    folder, question = lay_out(classes(), SETTINGS, root)
    with np.load(folder / PICTURES_FILE) as file:
        count = len(file["validation"])
    probabilities = np.tile(np.float32([[0.25, 0.75]]), (count, 1))
    np.savez(
        folder / ARRAYS_FILE,
        probabilities=probabilities,
        maps=np.zeros((count, 4, 4), np.float32),
        changed=np.zeros((2, SIZE, SIZE, 3), np.uint8),
    )
    told = {
        "classes": question["classes"],
        "settings": asdict(SETTINGS),
        "history": {name: [0.5, 0.6, 0.7] for name in HISTORY},
        "trained": 15,
        "seconds": [1, 2],
    }
    (folder / OUTCOME_FILE).write_text(json.dumps(told))
    (folder / MODEL_FILE).write_bytes(b"model")
    return folder


def test_the_same_pictures_and_settings_have_one_folder_and_others_another(tmp_path):
    first, question = lay_out(classes(), SETTINGS, tmp_path)
    assert lay_out(classes(), SETTINGS, tmp_path)[0] == first
    assert lay_out(classes(), replace(SETTINGS, seed=1), tmp_path)[0] != first
    assert lay_out(classes(names=("mugs", "jugs")), SETTINGS, tmp_path)[0] != first
    assert settings_of(json.loads(json.dumps(question))) == SETTINGS


def test_no_picture_is_on_both_sides_and_each_has_its_label(tmp_path):
    folder, _ = lay_out(classes(), SETTINGS, tmp_path)
    with np.load(folder / PICTURES_FILE) as file:
        train, aside = ([picture.tobytes() for picture in file[side]] for side in ("train", "validation"))
        assert not set(train) & set(aside)
        assert len(train) + len(aside) == 20
        for side in ("train", "validation"):
            for name, label in zip(file[f"{side}_names"], file[f"{side}_labels"], strict=True):
                assert name.startswith(("mugs", "cups")[label])


def test_only_the_newest_projects_are_kept(tmp_path):
    folders = [lay_out(classes(), replace(SETTINGS, seed=seed), tmp_path)[0] for seed in range(12)]
    assert folders[-1].is_dir()
    assert len(list(tmp_path.iterdir())) <= 9


def test_what_is_no_project_writes_nothing(tmp_path):
    with pytest.raises(ProjectError):
        lay_out(classes(count=2), SETTINGS, tmp_path)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "change", [{"epochs": 0}, {"epochs": 1000}, {"copies": 9}, {"share": 1}, {"seed": "x"}]
)
def test_a_question_with_other_settings_is_refused(change):
    with pytest.raises(ArtifactError):
        settings_of(asdict(SETTINGS) | change)


def test_an_outcome_counts_its_confusions(tmp_path):
    outcome = read_outcome(trained(tmp_path))
    assert outcome.classes == ("mugs", "cups")
    assert outcome.confusion.tolist() == [[0, 2], [0, 2]]
    assert outcome.settings == SETTINGS


@pytest.mark.parametrize("file", [OUTCOME_FILE, ARRAYS_FILE, PICTURES_FILE])
@pytest.mark.parametrize("content", [None, b"", b"PK\x03\x04 cut"])
def test_a_damaged_project_is_one_sentence(tmp_path, file, content):
    folder = trained(tmp_path)
    (folder / file).unlink()
    if content is not None:
        (folder / file).write_bytes(content)
    with pytest.raises(ArtifactError, match="train it again"):
        read_outcome(folder)


def test_everything_is_in_the_archive(tmp_path):
    outcome = read_outcome(trained(tmp_path))
    with zipfile.ZipFile(io.BytesIO(archive(outcome))) as file:
        names = file.namelist()
        assert file.read(MODEL_FILE) == b"model"
    assert {"README.md", "use_model.py", "train.py", "train.ipynb", "base/mobilenet_v2_no_top.h5"} <= set(
        names
    )
    assert sum(name.startswith("pictures/train/0 mugs/") for name in names) == 8
    assert sum(name.startswith("pictures/validation/1 cups/") for name in names) == 2


def test_a_name_of_the_learners_is_text_in_the_program_and_nothing_else():
    hostile = "a'\"], __import__('os').system('x')"
    tree = ast.parse(use_program([hostile, "cups"]))
    named = next(node.value for node in tree.body if isinstance(node, ast.Assign))
    assert ast.literal_eval(named) == [hostile, "cups"]


def test_program_and_notebook_hold_the_same_code():
    cells = json.loads(train_notebook(SETTINGS))["cells"]
    code = [cell["source"] for cell in cells if cell["cell_type"] == "code"]
    program = train_program(SETTINGS)
    assert all(part in program for part in code)
    assert "augmentation" not in train_program(replace(SETTINGS, copies=0))
