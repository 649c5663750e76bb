"""Pictures in folders: the tree on disk with counts, and how the names of folders become labels."""

from __future__ import annotations

import re
from dataclasses import dataclass

import streamlit as st

from dashboard.components.address import Choice, Kept
from dashboard.components.lesson_page import PROSE_WIDTH
from dashboard.components.picture_grid import picture_grid
from dashboard.experiments.datasets import DatasetError
from dashboard.experiments.scenes import SPLITS, scene_classes, scene_folder, scenes

_NAME = re.compile(r"[A-Za-z0-9_-]{1,24}")
_EACH = 6  # pictures shown of each class
_MEANS = {
    "train": "to learn from",
    "same_artist": "the same artists",
    "new_artist": "new artists",
}


@dataclass(frozen=True)
class _FolderName(Kept):
    """A name that a folder may have on any system."""

    def read(self, text: str) -> str | None:
        """Return the name, or None if it is none."""
        return text if _NAME.fullmatch(text) else None


def folder_tree(key: str, dataset: str) -> None:
    """Draw the tree, the renaming of a folder, and pictures of each class.

    Args:
        key: unique on the page.
        dataset: a set of scenes with two classes.
    """
    tree_side, names_side = st.columns(2, gap="large")
    try:
        with tree_side:
            st.code(tree_text(dataset), language=None)
    except OSError as error:
        st.warning(f"The folders cannot be read ({error}).", icon=":material/folder_off:")
        return
    with names_side:
        _rename(scene_classes(dataset))
    _pictures(key, dataset)


def tree_text(dataset: str) -> str:
    """Return the folders of a set as they lie on the disk now, with the number of files in each.

    Raises:
        OSError: if a folder cannot be read.
    """
    lines = [f"data/scenes/{dataset}/"]
    for split in SPLITS:
        last_split = split == SPLITS[-1]
        lines.append(f"{'└' if last_split else '├'}── {split}/   {_MEANS[split]}")
        classes = sorted(path for path in scene_folder(dataset, split).iterdir() if path.is_dir())
        for path in classes:
            count = sum(1 for _ in path.glob("*.jpg"))
            stem = " " if last_split else "│"
            lines.append(f"{stem}   {'└' if path == classes[-1] else '├'}── {path.name}/   {count} pictures")
    return "\n".join(lines)


def labels_of(names: tuple[str, ...]) -> dict[str, int]:
    """Return the label of each folder, as Keras counts them: sorted by name, capital letters first."""
    return {name: label for label, name in enumerate(sorted(names))}


def _rename(classes: tuple[str, ...]) -> None:
    """Let the learner give the first folder another name and see which label each class gets."""
    first, *others = classes
    kept = _FolderName("folder", first)
    typed = st.text_input(f"Call the folder `{first}`", max_chars=24, **kept.options())
    name = kept.read(typed or "")
    if name is None or name in others:
        st.error(
            "Expected a name of letters, digits, - or _ that no other folder has. Try `ponies`, or `zebras`.",
            icon=":material/error:",
        )
        return
    kept.keep(name)
    labels = labels_of((name, *others))
    st.table(
        {"folder": list(labels), "label": list(labels.values())},
        hide_index=True,
        alt="The label of each folder",
    )
    with st.container(width=PROSE_WIDTH):
        if labels[name] == 0:
            st.markdown("The folders sort as before, so the labels stay. Try `zebras`, and then `Zebras`.")
        else:
            st.markdown(
                f"`{name}` now sorts after `{others[0]}`: the same pictures get label {labels[name]}, and the model's "
                f"output becomes the probability of {name}. Nothing on the disk was changed."
            )


def _pictures(key: str, dataset: str) -> None:
    kept = Choice("split", SPLITS[0], words=SPLITS)
    chosen = st.radio("Pictures of", SPLITS, horizontal=True, **kept.options())
    split = kept.keep(chosen)
    try:
        found = scenes(dataset, split)
    except DatasetError as error:
        st.warning(str(error), icon=":material/folder_off:")
        return
    places = [
        int(place)
        for label in range(len(found.class_names))
        for place in (found.labels == label).nonzero()[0][:_EACH]
    ]
    picture_grid(
        found.images[places],
        [found.files[place] for place in places],
        alt=f"The first {_EACH} pictures of each class in {split}; rendered scenes, not photographs",
        columns=_EACH,
        key=f"{key}-pictures",
    )
