"""The folder of cats and dogs with its faults: what lies in it, how each fault is found, and what cleaning leaves."""

from collections import Counter

import pytest
from PIL import Image

from dashboard.experiments.pet_images import (
    BROKEN,
    COPIES,
    EMPTY,
    OTHERS,
    PICTURES,
    clean,
    look_at,
    look_through,
    make_pet_images,
    make_tree,
)
from dashboard.experiments.scenes import scene_folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    target = tmp_path_factory.mktemp("pets") / "PetImages"
    make_pet_images(scene_folder("cats_and_dogs", "train"), target)
    return target


@pytest.mark.parametrize("name", ["Cat", "Dog"])
def test_the_folder_holds_what_is_said_of_it(folder, name):
    found = look_through(folder / name)

    assert Counter(wrong for _, wrong, _, _ in found) == {
        "": PICTURES - 6,
        "misnamed": 6,
        "copy": COPIES,
        "zero length": EMPTY,
        "cut short": BROKEN,
        "not a picture": OTHERS,
    }
    assert len({fingerprint for _, _, _, fingerprint in found if fingerprint}) == PICTURES
    assert all(bool(how) == bool(wrong) for _, wrong, how, _ in found), "each fault says how it shows"


def test_a_copy_is_found_by_its_pixels_whatever_its_format(folder):
    copies = {name: how for name, wrong, how, _ in look_through(folder / "Cat") if wrong == "copy"}

    assert copies["020_copy.png"] == "its pixels are those of 020.jpg"
    assert (folder / "Cat" / "020_copy.png").read_bytes()[:4] == b"\x89PNG"


@pytest.mark.parametrize(
    ("content", "name", "wrong", "how"),
    [
        (b"", "a.jpg", "zero length", "getsize"),
        (b"<html>", "a.jpg", "not a picture", "begins with b'<html>'"),
        (b"\xff\xd8\xff\xe0", "a.jpg", "cut short", "Pillow says"),
        ("PNG", "a.jpg", "misnamed", "begins as a .png file"),
        ("JPEG", "a", "misnamed", "begins as a .jpg file"),
        ("JPEG", "a.JPEG", "", ""),
        ("PNG", "a.png", "", ""),
    ],
)
def test_what_a_file_is_shows_in_its_bytes(tmp_path, content, name, wrong, how):
    if isinstance(content, bytes):
        (tmp_path / name).write_bytes(content)
    else:
        Image.new("RGB", (8, 8), "red").save(tmp_path / name, content)

    found, shows, fingerprint = look_at(tmp_path / name)

    assert found == wrong
    assert how in shows
    assert bool(fingerprint) == (wrong in ("", "misnamed"))


def test_cleaning_drops_renames_and_leaves_the_source_alone(folder, tmp_path):
    before = {path.name: path.read_bytes() for path in (folder / "Cat").iterdir()}
    clean(folder / "Cat", tmp_path / "clean", {"copy", "cut short", "not a picture"}, rename=True)

    assert {path.name: path.read_bytes() for path in (folder / "Cat").iterdir()} == before
    left = Counter(wrong for _, wrong, _, _ in look_through(tmp_path / "clean"))
    assert left == {"": PICTURES, "zero length": EMPTY}
    assert (tmp_path / "clean" / "043.jpg").is_file()
    assert (tmp_path / "clean" / "010.png").is_file()


def test_without_renaming_the_names_stay(folder, tmp_path):
    clean(folder / "Dog", tmp_path / "clean", set(), rename=False)

    assert sorted(path.name for path in (tmp_path / "clean").iterdir()) == sorted(
        path.name for path in (folder / "Dog").iterdir()
    )


def test_the_tree_has_two_sides_with_two_classes_each(tmp_path):
    make_tree(tmp_path / "cats-v-dogs")

    assert sorted(
        path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if not any(path.iterdir())
    ) == [f"cats-v-dogs/{side}/{name}" for side in ("testing", "training") for name in ("cats", "dogs")]
