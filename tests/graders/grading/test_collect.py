"""Finding the submissions in a folder or zip."""

import os
import stat
import zipfile

import pytest

from graders.grading.collect import CollectError, collect, read_single

EXERCISES = ["callbacks", "split_data"]
GOOD = b"x = 1\n"


def put(root, name, content=GOOD):
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def found(place, only=None):
    return {(one.learner, one.exercise): one for one in collect(place, EXERCISES, only).submissions}


@pytest.mark.parametrize(
    ("name", "learner", "exercise"),
    [
        ("anna/callbacks.py", "anna", "callbacks"),
        ("anna/callbacks.ipynb", "anna", "callbacks"),
        ("anna/Callbacks.PY", "anna", "callbacks"),
        ("anna/callbacks-2.py", "anna", "callbacks"),
        ("anna/callbacks (1).py", "anna", "callbacks"),
        ("anna_12_345_callbacks.py", "anna", "callbacks"),
        ("anna_LATE_12_345_callbacks-1.py", "anna", "callbacks"),
        ("o_brien_mary_12_345_split_data.py", "o_brien_mary", "split_data"),
        ("class/anna/split_data.py", "anna", "split_data"),
    ],
)
def test_the_names_that_people_and_systems_give_are_understood(tmp_path, name, learner, exercise):
    put(tmp_path, name)
    assert list(found(tmp_path)) == [(learner, exercise)]


def test_a_zip_gives_what_the_same_folder_gives(tmp_path):
    put(tmp_path / "in", "anna/callbacks.py")
    put(tmp_path / "in", "ben_1_2_callbacks.py")
    with zipfile.ZipFile(tmp_path / "class.zip", "w") as archive:
        for path in (tmp_path / "in").rglob("*.py"):
            archive.write(path, path.relative_to(tmp_path / "in"))
    assert found(tmp_path / "class.zip") == found(tmp_path / "in")


def test_the_later_of_two_uploads_counts_and_the_earlier_is_named(tmp_path):
    put(tmp_path, "anna/callbacks.py", b"old = 1\n")
    put(tmp_path, "anna/callbacks-10.py", b"new = 1\n")
    put(tmp_path, "anna/callbacks-9.py", b"middle = 1\n")
    collection = collect(tmp_path, EXERCISES)
    assert [one.content for one in collection.submissions] == [b"new = 1\n"]
    assert {path for path, _ in collection.ignored} == {"anna/callbacks.py", "anna/callbacks-9.py"}


def test_two_learners_of_one_name_in_different_groups_both_keep_their_work(tmp_path):
    put(tmp_path, "red/anna/callbacks.py", b"a = 1\n")
    put(tmp_path, "blue/anna/callbacks.py", b"b = 1\n")
    assert {one.content for one in found(tmp_path).values()} == {b"a = 1\n", b"b = 1\n"}


def test_only_the_exercise_asked_for_is_collected(tmp_path):
    put(tmp_path, "anna/callbacks.py")
    put(tmp_path, "anna/split_data.py")
    assert list(found(tmp_path, "split_data")) == [("anna", "split_data")]


def test_modules_beside_a_submission_come_along_unless_they_would_hide_a_real_one(tmp_path):
    put(tmp_path, "anna/callbacks.py")
    for name in (
        "my_helper.py",
        "tensorflow.py",
        "conftest.py",
        "sitecustomize.py",
        "json.py",
        "numpy/__init__.py",
    ):
        put(tmp_path, f"anna/{name}")
    assert set(found(tmp_path)[("anna", "callbacks")].extra_files) == {"my_helper.py"}


def test_a_single_file_brings_the_neighbours_that_it_imports(tmp_path):
    path = put(tmp_path, "callbacks.py", b"import my_helper\nimport json\n")
    put(tmp_path, "my_helper.py")
    put(tmp_path, "unrelated.py")
    put(tmp_path, "json.py")
    assert set(read_single(path, "callbacks").extra_files) == {"my_helper.py"}


def test_links_pipes_and_folders_named_like_submissions_are_never_opened(tmp_path):
    secret = put(tmp_path, "secret.txt", b"password")
    room = tmp_path / "class"
    for learner in ("link", "dangling", "pipe", "folder"):
        (room / learner).mkdir(parents=True)
    (room / "link/callbacks.py").symlink_to(secret)
    (room / "dangling/callbacks.py").symlink_to(tmp_path / "nowhere")
    os.mkfifo(room / "pipe/callbacks.py")
    (room / "folder/callbacks.py").mkdir()
    submissions = found(room)
    assert len(submissions) == 4
    for one in submissions.values():
        assert one.content == b""
        assert one.problem.startswith("Expected a file, but this is a ")


def test_a_link_to_a_folder_outside_is_not_followed(tmp_path):
    put(tmp_path, "outside/anna/callbacks.py")
    put(tmp_path, "class/ben/callbacks.py")
    (tmp_path / "class/eve").symlink_to(tmp_path / "outside/anna")
    assert list(found(tmp_path / "class")) == [("ben", "callbacks")]


def test_a_file_of_50_megabytes_is_named_and_not_read(tmp_path):
    path = put(tmp_path, "anna/callbacks.py")
    with path.open("wb") as file:
        file.truncate(50_000_000)
    only = found(tmp_path)[("anna", "callbacks")]
    assert "50.0 MB" in only.problem
    assert only.content == b""


@pytest.mark.parametrize("name", ["ann\na", "😀", "-x", "a" * 200, "o'brien; rm"])
def test_strange_learner_names_are_kept_as_they_are(tmp_path, name):
    put(tmp_path, f"{name}/callbacks.py")
    assert list(found(tmp_path)) == [(name, "callbacks")]


@pytest.mark.parametrize("make", [lambda _: None, lambda p: p.mkdir(), lambda p: p.write_text("no zip")])
def test_a_place_without_submissions_is_refused_in_one_sentence(tmp_path, make):
    place = tmp_path / "place"
    make(place)
    with pytest.raises(CollectError, match=r"place|No submission"):
        collect(place, EXERCISES)


def zip_with(path, name, content=GOOD, mode=None):
    info = zipfile.ZipInfo(name)
    if mode is not None:
        info.external_attr = mode << 16
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(info, content, compress_type=zipfile.ZIP_DEFLATED)


@pytest.mark.parametrize("name", ["../anna/callbacks.py", "/anna/callbacks.py", "..\\anna\\callbacks.py"])
def test_a_zip_entry_that_climbs_out_is_named_and_not_read(tmp_path, name):
    zip_with(tmp_path / "a.zip", name)
    (only,) = found(tmp_path / "a.zip").values()
    assert "outside" in only.problem
    assert only.content == b""


def test_a_link_in_a_zip_is_named_and_not_read(tmp_path):
    zip_with(tmp_path / "a.zip", "anna/callbacks.py", b"/etc/passwd", stat.S_IFLNK | 0o777)
    assert "link" in found(tmp_path / "a.zip")[("anna", "callbacks")].problem


def test_a_zip_bomb_is_refused_before_anything_is_unpacked(tmp_path):
    zip_with(tmp_path / "a.zip", "anna/callbacks.py", b"\0" * 300_000_000)
    with pytest.raises(CollectError, match="zip bomb"):
        collect(tmp_path / "a.zip", EXERCISES)


def test_a_cut_zip_is_refused_in_one_sentence(tmp_path):
    zip_with(tmp_path / "a.zip", "anna/callbacks.py", os.urandom(10_000))
    whole = (tmp_path / "a.zip").read_bytes()
    (tmp_path / "a.zip").write_bytes(whole[:200] + whole[5000:])
    try:
        submissions = found(tmp_path / "a.zip")
    except CollectError:
        return
    assert all(one.problem for one in submissions.values())


def test_the_key_changes_with_the_content_and_only_with_what_was_handed_in(tmp_path):
    put(tmp_path, "anna/callbacks.py")
    first = found(tmp_path)[("anna", "callbacks")].key
    assert found(tmp_path)[("anna", "callbacks")].key == first
    put(tmp_path, "anna/callbacks.py", b"x = 2\n")
    assert found(tmp_path)[("anna", "callbacks")].key != first
