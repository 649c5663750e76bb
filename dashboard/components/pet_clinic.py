"""The data clinic: a real folder of cats and dogs with faulty files, looked through file by file, and cleaned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import streamlit as st
from numpy.typing import NDArray
from PIL import Image

from dashboard.components import training_panel_settings as settings
from dashboard.components.address import Choice
from dashboard.components.lesson_page import PROSE_WIDTH
from dashboard.components.picture_grid import picture_grid
from dashboard.experiments.runs import answers_folder, disk_problem
from dashboard.experiments.scenes import SCENE_SIDE, shrink
from dashboard.experiments.split_disk import UNREADABLE, Cleaning, FileFound, files_found, pet_images
from dashboard.experiments.wording import listed

_FOLDERS = ("Cat", "Dog")
_PICTURES = 6  # of one fault, shown


@dataclass(frozen=True)
class _Fault:
    """A fault in words.

    Args:
        id: as ``experiments.split_disk.FAULTS`` has it; empty for good files.
        title: its name in a list.
        found: how one finds it out.
        keras: what ``image_dataset_from_directory`` does with such a file.
        advice: what to do, and why.
    """

    id: str
    title: str
    found: str
    keras: str
    advice: str


FAULTS = (
    _Fault(
        "zero length",
        "Zero length",
        "os.path.getsize gives 0",
        "counts it, then stops while training",
        "The download never began: there is nothing to save. Leave them: `split_data` below skips them, and says so.",
    ),
    _Fault(
        "cut short",
        "Cut short",
        "it begins well, and reading all of it fails",
        "counts it, then stops while training",
        "The download broke off. Half a picture is no fair example, and Keras stops in mid-epoch: drop them.",
    ),
    _Fault(
        "not a picture",
        "Not a picture",
        "its first bytes are of no picture format",
        "stops at a .jpg, passes over a .txt",
        "A server's error page, a note, what a file browser left behind. The end of a name is no proof: drop them.",
    ),
    _Fault(
        "copy",
        "Copy of another",
        "the same pixels as an earlier file, whatever its name and format",
        "reads it",
        "Nothing breaks, so nobody notices. Yet a copy can come to the other side of a split: drop them.",
    ),
    _Fault(
        "misnamed",
        "Misnamed",
        "the first bytes and the end of the name do not agree",
        "reads a PNG called .jpg, passes over a name without an end",
        "The picture is good and only its name is wrong. Dropping it would lose an example: rename it.",
    ),
    _Fault("", "Nothing wrong", "all of it can be read", "reads it", "These are what you want: keep them."),
)
_LEAVE, _MEND = "leave", "mend"


def pet_clinic(key: str, panel: str) -> Cleaning | None:
    """Draw the folder, its files by fault, and what to do with them; return the learner's cleaning.

    Args:
        key: unique on the page.
        panel: the key of the training panel, whose settings must have been restored: copies are a setting of it.

    Returns:
        What is done with the faulty files; None if the folder cannot be made, which is told.
    """
    try:
        found = files_found(answers_folder())
        with st.container():
            _tree(found)
        _inspect(key, found)
    except OSError as error:
        st.warning(disk_problem(error, answers_folder()), icon=":material/folder_off:")
        return None
    return _clean(panel, found)


def _tree(found: Sequence[FileFound]) -> None:
    lines = ["PetImages/"]
    for name in _FOLDERS:
        mine = [file for file in found if file.folder == name]
        pictures = len({file.fingerprint for file in mine if file.fingerprint})
        branch = "└" if name == _FOLDERS[-1] else "├"
        lines.append(f"{branch}── {name}/  {len(mine)} files, {pictures} pictures")
    st.code("\n".join(lines), language=None)
    st.markdown(f"On the computer that runs this page: `{pet_images(answers_folder())}`")


def _inspect(key: str, found: Sequence[FileFound]) -> None:
    """Let the learner look at the files of one kind."""
    by_fault = {fault.id: [file for file in found if file.fault == fault.id] for fault in FAULTS}
    st.table(
        {
            "what a file is": [fault.title for fault in FAULTS],
            "files": [len(by_fault[fault.id]) for fault in FAULTS],
            "how that is found out": [fault.found for fault in FAULTS],
            "what Keras' loader does": [fault.keras for fault in FAULTS],
        },
        hide_index=True,
        alt="The kinds of files in PetImages, how each is found out, and what Keras does with it",
    )
    titles = {fault.title: fault for fault in FAULTS}
    kept = Choice("files", FAULTS[0].title, words=tuple(titles))
    chosen = st.radio("Look at the files that are", list(titles), horizontal=True, **kept.options())
    fault = titles[kept.keep(chosen)]
    mine = by_fault[fault.id]
    st.markdown(fault.advice, width=PROSE_WIDTH)
    folder = pet_images(answers_folder())
    shown = _spread(mine, _PICTURES)
    _pictures(f"{key}-files", folder, [file for file in shown if file.fingerprint])
    rows = mine if fault.id else shown
    st.table(
        {
            "file": [f"{file.folder}/{file.name}" for file in rows],
            "bytes": [file.size for file in rows],
            "how it shows": [file.how or "all of it can be read" for file in rows],
        },
        hide_index=True,
        height=240 if len(rows) > _PICTURES else "content",
        alt=f"Files that are: {fault.title}",
    )


def _spread(files: Sequence[FileFound], count: int) -> list[FileFound]:
    """Return some of the files, from the first to the last."""
    step = max(1, len(files) // count)
    return list(files[::step])[:count]


def _pictures(key: str, folder: Path, files: Sequence[FileFound]) -> None:
    if files:
        picture_grid(
            np.stack([file_pixels(folder / file.folder / file.name) for file in files]),
            [f"{file.folder}/{file.name}" for file in files],
            alt="Some of these files; rendered scenes, not photographs",
            columns=_PICTURES,
            key=key,
        )


def file_pixels(path: Path) -> NDArray[np.uint8]:
    """Return the pixels of a picture file, shape (96, 96, 3).

    Raises:
        OSError: if it cannot be read.
    """
    with Image.open(path, formats=["JPEG", "PNG"]) as picture:
        return shrink(picture, SCENE_SIDE)


def _clean(panel: str, found: Sequence[FileFound]) -> Cleaning:
    """Draw the decisions and say what is left."""
    st.markdown(
        "**Your decisions.** The source stays as it is: cleaning copies what you keep to a new folder."
    )
    with st.container(horizontal=True, gap="large"):
        cut = _decision("cut", "Cut short", "drop")
        others = _decision("others", "Not a picture", "drop")
        copies = st.radio(
            "Copies",
            (True, False),
            format_func=lambda left: _LEAVE if left else "drop",
            horizontal=True,
            **settings.own_widget(panel, "copies", (True, False)),
        )
        rename = _decision("misnamed", "Misnamed", "rename")
    drop = {
        name
        for name, dropped in (("cut short", cut), ("not a picture", others), ("copy", not copies))
        if dropped
    }
    cleaning = Cleaning(frozenset(drop), rename)
    st.markdown(left_over(found, cleaning), width=PROSE_WIDTH)
    return cleaning


def _decision(parameter: str, title: str, verb: str) -> bool:
    kept = Choice(parameter, _LEAVE, words=(_LEAVE, _MEND))
    chosen = st.radio(
        title,
        (_LEAVE, _MEND),
        format_func=lambda word: verb if word == _MEND else word,
        horizontal=True,
        **kept.options(),
    )
    return bool(kept.keep(chosen) == _MEND)


def left_over(found: Sequence[FileFound], cleaning: Cleaning) -> str:
    """Return in words how many files a cleaning leaves, and what is still wrong with them."""
    kept = [file for file in found if file.fault not in cleaning.drop]
    counts = {
        fault: sum(file.fault == fault for file in kept) for fault in ("zero length", "copy", "misnamed")
    }
    broken = sum(file.fault in UNREADABLE for file in kept)
    wrong = [f"{broken} that stop Keras or are no example"] if broken else []
    wrong += [f"{counts['copy']} copies"] if counts["copy"] else []
    if counts["misnamed"] and not cleaning.rename:
        lost = sum(file.fault == "misnamed" and "." not in file.name for file in kept)
        wrong.append(f"{counts['misnamed']} misnamed, of which Keras would not see {lost}")
    still = f"Still wrong: {listed(wrong)}." if wrong else "Nothing is wrong with the rest."
    return (
        f"**{len(kept)} of {len(found)} files stay**, {counts['zero length']} of zero length among them, "
        f"for `split_data` to skip. {still}"
    )
