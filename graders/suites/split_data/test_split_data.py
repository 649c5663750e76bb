"""The checks of the exercise ``split_data``. Each docstring is what the learner reads.

Files are laid out, and folders read back, by ``probe.py`` in the learner's own process. What it says could be made up,
but only by whoever knows the right split of files that were drawn for this question, and that is the exercise.

Folders are given with a slash at their end, as the course does: there ``SOURCE + filename`` and ``os.path.join`` are as
good. Without it, only ``os.path.join`` can split. So that check is passed by an exception too, raised before anything
is copied; it is failed by files that land, unnoticed, beside the folders.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from graders.grading import (
    Files,
    Split,
    SubmissionProxy,
    Wrong,
    digest_of,
    draw_files,
    entries_of,
    expect_both_sides,
    expect_copies,
    expect_everything_once,
    expect_training_size,
    not_empty,
    read_split,
    some_of,
    texts_of,
)

PARTS = ("testing", "validation")
CLASSES = ("cats", "dogs")
KINDS = ("bird", "cat", "dog", "fish", "horse", "newt")

# tests/graders/suites/test_split_data.py shows how these numbers were computed, and simulates them.
#
# Who draws a side for each file alone, with the probability SPLIT_SIZE, gets the size of one split right with a
# probability of at most 0.21, and so all four with one below 0.001. The fraction that int cuts off lies between these.
SIZES = ((0.6, 0.05, 0.45), (0.7, 0.05, 0.45), (0.8, 0.55, 0.95), (0.9, 0.55, 0.95))
# Who cuts before empty files are dropped, and skips them while copying, gets 15 of the 30 pictures into training with a
# probability of 0.18, and so four times with one below 0.002. Of 80 files 50 are empty: some stand next to each other
# in any order, so that removing from the list while a loop goes over it leaves some in.
EMPTY_RUNS, EMPTY_PICTURES, EMPTY_FILES = 4, 30, 50
# A right split of 24 files has one of the 16 forms in _forms with a probability of at most 16 / C(24, 12) = 6e-6; three
# right splits in a row have the same one no more often, even if all three are drawn with one fixed seed.
SHUFFLE_RUNS, SHUFFLE_PICTURES = 3, 24


def _split(
    submission: SubmissionProxy, rng: np.random.Generator, files: Files, size: float, **how: bool
) -> Split:
    """Call ``split_data`` once, on folders with names drawn anew."""
    number = int(rng.integers(100, 1_000))
    root, kind = f"pets-{number}", KINDS[int(rng.integers(len(KINDS)))]
    folders = [f"{kind}-{number}/all", f"{root}/training/{kind}", f"{root}/testing/{kind}"]
    answer = submission.probe("split", files=files, folders=folders, size=size, **how)
    return read_split(answer, files, size, folders)


# --- create_train_val_dirs


def _tree(submission: SubmissionProxy, root: str, **how: Any) -> Mapping[str, Any]:
    answer = submission.probe("make_tree", root=root, **how)
    return answer if isinstance(answer, dict) else {}


def _wanted(root: str, part: str) -> set[str]:
    return {f"{root}/{side}/{name}" for side in ("training", part) for name in CLASSES}


def _missing(report: Mapping[str, Any], root: str) -> tuple[str, set[str]]:
    """Return the name of the second part that fits better, and the folders that are missing then."""
    made = set(texts_of(report.get("folders")))
    return min(((part, _wanted(root, part) - made) for part in PARTS), key=lambda each: len(each[1]))


def test_makes_tree(submission: SubmissionProxy, rng: np.random.Generator) -> None:
    """`create_train_val_dirs` makes the folders cats and dogs in training and in testing, below any root path."""
    submission.require("create_train_val_dirs", "function")
    for _ in range(2):
        root = f"pets-{int(rng.integers(100, 1_000))}"
        report = _tree(submission, root)
        _, missing = _missing(report, root)
        if not missing:
            continue
        made = texts_of(report.get("folders"))
        beside = [folder for folder in made if folder != root and not folder.startswith(f"{root}/")]
        if beside:
            mistake, why = (
                "slash_missing",
                "Folders were made beside root_path, because a slash is missing: os.path.join(root_path, 'training') "
                "puts it there.",
            )
        elif not [folder for folder in made if folder != root]:
            mistake, why = (
                "not_below_root",
                "Nothing was made in root_path. Join each folder with root_path, whatever it is, and not with a fixed "
                "path such as '/tmp/cats-v-dogs'; make root_path itself, too.",
            )
        else:
            mistake, why = (
                "other_tree",
                "The tree is another one. Look at the names and at what lies in what.",
            )
        raise Wrong(
            why,
            expected=", ".join(sorted(_wanted(root, "testing"))),
            received=", ".join(sorted(made)[:12]) or "no folder",
            mistake=mistake,
        )


def test_keeps_tree(submission: SubmissionProxy, rng: np.random.Generator) -> None:
    """`create_train_val_dirs` leaves files alone that lie in the tree already, and the current folder as it is."""
    root = f"pets-{int(rng.integers(100, 1_000))}"
    first = _tree(submission, root)
    _expect_stays("create_train_val_dirs", first.get("stays") is True)
    part, _ = _missing(first, root)
    drawn = draw_files(rng, 4)
    files = {
        f"{folder.removeprefix(f'{root}/')}/{name}": content
        for folder, (name, content) in zip(sorted(_wanted(root, part)), drawn.items(), strict=True)
    }
    found = entries_of(_tree(submission, root, files=files).get("files"))
    lost = {name for name, content in files.items() if found.get(f"{root}/{name}") != digest_of(content)}
    if lost:
        raise Wrong(
            "Called a second time, create_train_val_dirs deleted the pictures that lay in the tree. Do not remove "
            "root_path: os.makedirs(path, exist_ok=True) makes only what is missing.",
            expected="the files as they were",
            received=f"missing: {some_of(lost)}",
            mistake="tree_deleted",
        )


def _expect_stays(name: str, stays: bool) -> None:
    if not stays:
        raise Wrong(
            f"{name} changed the current folder with os.chdir: whatever runs next in the notebook looks for its files "
            "in the wrong place. Leave os.chdir out and join folder and name: os.path.join(folder, name).",
            expected="the current folder as it was",
            received="another current folder",
            mistake="changes_folder",
        )


# --- split_data


def test_copies(submission: SubmissionProxy, rng: np.random.Generator) -> None:
    """`split_data` copies files from SOURCE into TRAINING and into TESTING, under their names and byte for byte."""
    submission.require("split_data", "function")
    split = _split(submission, rng, draw_files(rng, 20), 0.6)
    if not split.training and not split.testing:
        raise Wrong(
            "Nothing arrived in TRAINING and TESTING. split_data must itself copy each file into the folders that it "
            "is given, with copyfile(SOURCE + filename, TRAINING + filename); to print or return lists is not enough.",
            expected="copies in both folders",
            received=f"files elsewhere: {some_of(split.elsewhere)}" if split.elsewhere else "no copies",
            mistake="nothing_copied",
        )
    expect_copies(split)
    expect_both_sides(split)


def test_splits(submission: SubmissionProxy, rng: np.random.Generator) -> None:
    """`split_data` puts each picture into exactly one of the two folders: none on both sides, none lost."""
    for size in (0.5, 0.9):
        expect_everything_once(_split(submission, rng, draw_files(rng, int(rng.integers(31, 50))), size))


def test_sizes(submission: SubmissionProxy, rng: np.random.Generator) -> None:
    """`split_data` puts int(number of files * SPLIT_SIZE) files into TRAINING."""
    splits = []
    for size, low, high in SIZES:
        counts = [count for count in range(40, 70) if low < count * size % 1 < high]
        splits.append(_split(submission, rng, draw_files(rng, int(rng.choice(counts))), size))
    expect_training_size(*splits)


def test_keeps_source(submission: SubmissionProxy, rng: np.random.Generator) -> None:
    """`split_data` copies and does not move: SOURCE holds afterwards what it held before."""
    split = _split(submission, rng, draw_files(rng, 12, empty=2), 0.7)
    gone = set(split.files) - set(split.source)
    if gone:
        only_empty = not gone & not_empty(split.files)
        raise Wrong(
            "Empty files were deleted from SOURCE. Leave them out of your list, but leave them where they are."
            if only_empty
            else "The files are gone from SOURCE: they were moved. Copy them, with copyfile(source, destination).",
            expected=f"{len(split.files)} files in SOURCE",
            received=f"{len(split.source)} files in SOURCE; missing: {some_of(gone)}",
            mistake="empty_files_deleted" if only_empty else "moved_not_copied",
        )
    _expect_same_source(split)


def _expect_same_source(split: Split) -> None:
    changed = {name for name, content in split.files.items() if split.source.get(name) != digest_of(content)}
    added = set(split.source) - set(split.files)
    if changed or added:
        raise Wrong(
            "SOURCE is not as it was: write into TRAINING and TESTING only.",
            expected="the files of SOURCE as they were",
            received=f"changed or new: {some_of(changed | added)}",
            mistake="source_changed",
        )


def test_skips_empty(submission: SubmissionProxy, rng: np.random.Generator) -> None:
    """`split_data` leaves out files of zero length, before it counts how many go to TRAINING."""
    for _ in range(EMPTY_RUNS):
        split = _split(submission, rng, draw_files(rng, EMPTY_PICTURES, empty=EMPTY_FILES), 0.5)
        _expect_no_empty(split)
        if len(split.training) != split.length:
            raise Wrong(
                f"The share of TRAINING is not that of the files that are not empty ({split.asked}). Drop empty files "
                "first; then shuffle, count and cut the list that is left.",
                expected=f"{split.length} of {EMPTY_PICTURES} pictures in TRAINING",
                received=f"{len(split.training)} in TRAINING, {len(split.testing)} in TESTING",
                mistake="ratio_before_filter",
            )


def _expect_no_empty(split: Split) -> None:
    empty = set(split.files) - not_empty(split.files)
    copied = empty & (set(split.training) | set(split.testing))
    if not copied:
        return
    some_left_out = copied != empty
    raise Wrong(
        "Some of the empty files were left out and some were copied. Is something removed from a list while a loop "
        "goes over it? Then the loop misses the next item. Build a new list instead: append what you keep."
        if some_left_out
        else "Files of zero length were copied. Leave them out: os.path.getsize(path) is a file's length in bytes.",
        expected=f"none of the {len(empty)} empty files",
        received=f"{len(copied)} of them: {some_of(copied)}",
        mistake="removed_while_iterating" if some_left_out else "zero_length_copied",
    )


def test_names_empty(submission: SubmissionProxy, rng: np.random.Generator) -> None:
    """`split_data` prints the name of each file that it leaves out, and says why."""
    split = _split(submission, rng, draw_files(rng, 8, empty=4), 0.5)
    empty = set(split.files) - not_empty(split.files)
    said = {name: _said_of(name, split.printed) for name in split.files}
    blamed = {name for name in not_empty(split.files) for line in said[name] if "zero length" in line}
    if blamed:
        raise Wrong(
            "The message was printed for files that are not empty: it belongs into the branch for files of length 0.",
            expected=f"only {some_of(empty)}",
            received=some_of(blamed),
            mistake="blames_others",
        )
    # The same words for every file tell nothing: "copying …", or a list of all names.
    common = set[str]().union(*(said[name] for name in not_empty(split.files)))
    silent = {name for name in empty if not said[name] - common}
    if silent:
        raise Wrong(
            "Whoever has thousands of pictures wants to know which were left out: "
            "print(filename + ' is zero length, so ignoring.')",
            expected=f"a line for each of the {len(empty)} empty files",
            received=f"nothing about {some_of(silent)}" if split.printed.strip() else "nothing was printed",
            mistake="says_nothing",
        )


def _said_of(name: str, printed: str) -> set[str]:
    """Return the lines that name a file, without its name, and with # for numbers."""
    lines = [line.replace(name, "…") for line in printed.splitlines() if name in line]
    return {re.sub(r"\d+", "#", line.lower()) for line in lines}


# Which part of a list goes to training, for who does not shuffle.
_PARTS: dict[str, Callable[[list[str], int], list[str]]] = {
    "the first": lambda names, count: names[:count],
    "the last": lambda names, count: names[-count:],
    "every second": lambda names, _: names[::2],
    "every other": lambda names, _: names[1::2],
}


def _forms(split: Split) -> set[str]:
    """Return in words how a split could have come about without shuffling."""
    orders = {
        "in the order of os.listdir": list(split.order),
        "in the order in which they were written": list(split.files),
        "by name": sorted(split.files),
        "by size": sorted(split.files, key=lambda name: (split.files[name].size, name)),
    }
    return {
        f"{part} of the files {order}"
        for order, names in orders.items()
        for part, take in _PARTS.items()
        if set(take(names, len(split.training))) == set(split.training)
    }


def test_shuffles(submission: SubmissionProxy, rng: np.random.Generator) -> None:
    """`split_data` shuffles the files before it splits them."""
    common: set[str] | None = None
    for _ in range(SHUFFLE_RUNS):
        split = _split(submission, rng, draw_files(rng, SHUFFLE_PICTURES), 0.5)
        expect_both_sides(split)
        common = _forms(split) if common is None else common & _forms(split)
    if common:
        form = min(common)
        raise Wrong(
            f"Nothing was shuffled: {SHUFFLE_RUNS} times out of {SHUFFLE_RUNS}, TRAINING got {form}. Pictures are "
            "often stored in an order that means something. random.sample returns the shuffled list: shuffled = "
            "random.sample(files, len(files)), and then cut shuffled.",
            expected="a training set drawn at random",
            received=form,
            mistake="not_shuffled",
        )


def test_all_for_training(submission: SubmissionProxy, rng: np.random.Generator) -> None:
    """`split_data` with SPLIT_SIZE 1.0 copies everything to TRAINING and nothing to TESTING."""
    split = _split(submission, rng, draw_files(rng, int(rng.integers(5, 12))), 1.0)
    if len(split.testing) == len(split.files):
        raise Wrong(
            "With SPLIT_SIZE 1.0, TESTING should get 0 files, but got all of them: [-0:] is [0:], the whole list. So "
            "shuffled[-testing_length:] is right for every length but 0. Cut from the front: "
            "shuffled[training_length:].",
            expected="0 files in TESTING",
            received=f"{len(split.training)} files in TRAINING, {len(split.testing)} in TESTING",
            mistake="minus_zero_slice",
        )
    expect_everything_once(split)
    expect_training_size(split)


def test_few_pictures(submission: SubmissionProxy, rng: np.random.Generator) -> None:
    """`split_data` splits folders of no, one or two files as well, and SPLIT_SIZE 0 copies everything to TESTING."""
    for count, size in ((2, 0.5), (1, 0.5), (0, 0.5)):
        expect_everything_once(_split(submission, rng, draw_files(rng, count), size))
    none_for_training = _split(submission, rng, draw_files(rng, int(rng.integers(4, 9))), 0.0)
    expect_everything_once(none_for_training)
    expect_training_size(none_for_training)


def test_odd_names(submission: SubmissionProxy, rng: np.random.Generator) -> None:
    """`split_data` copies files of any name: with spaces, other letters, other endings or none."""
    forms = (
        "cat {}.jpg",
        "Kätzchen.{}.JPG",
        "a.b.{}.jpeg",
        "-{}.png",
        "{}",
        "it's {}.bmp",
        "50%20{}.jpg.jpg",
    )
    drawn = draw_files(rng, len(forms))
    files = {
        form.format(name.split(".")[1]): content
        for form, (name, content) in zip(forms, drawn.items(), strict=True)
    }
    split = _split(submission, rng, files, 0.5)
    expect_copies(split)
    lost = set(files) - set(split.training) - set(split.testing)
    if lost and lost != set(files):
        raise Wrong(
            "Files were left out because of their names. Only empty files are to be left out.",
            expected=f"{len(files)} files in the two folders together",
            received=f"missing: {some_of(lost)}",
            mistake="filters_by_name",
        )
    expect_everything_once(split)


def test_any_folder(submission: SubmissionProxy, rng: np.random.Generator) -> None:
    """`split_data` works on any folders, given from the root or from the current folder, and leaves that as it is."""
    for relative in (False, True):
        split = _split(submission, rng, draw_files(rng, 6), 0.5, relative=relative)
        _expect_stays("split_data", split.stays)
        expect_everything_once(split)


def test_without_slash(submission: SubmissionProxy, rng: np.random.Generator) -> None:
    """`split_data`, given folders without a slash at their end, splits as well, or stops before it copies anything."""
    split = _split(submission, rng, draw_files(rng, 6), 0.5, slash=False, forgiving=True)
    if split.elsewhere:
        raise Wrong(
            "Without a slash at the end of a folder's name, files landed beside the folder, and no error told. "
            "os.path.join(TRAINING, filename) puts the slash there if it is missing.",
            expected="files in TRAINING and TESTING only",
            received=some_of(path.rpartition("/")[2] for path in split.elsewhere),
            mistake="beside_the_folder",
        )
    if split.raised and not split.training and not split.testing:
        return  # SOURCE + filename is no file then, and Python says so
    expect_everything_once(split)
