"""What a split did to the pictures: how many are on both sides, which, how many in neither, and who drew them."""

from __future__ import annotations

import numpy as np
import streamlit as st

from dashboard.components.lesson_page import PROSE_WIDTH
from dashboard.components.pet_clinic import file_pixels
from dashboard.components.picture_grid import picture_grid
from dashboard.experiments.runs import answers_folder, disk_problem
from dashboard.experiments.split_disk import ARTISTS, Split, SplitFacts, split_facts

_PAIRS = 6  # pictures that are on both sides, shown


def split_overlap(key: str, made: Split) -> None:
    """Draw the counts, the pictures on both sides, and the artists.

    Args:
        key: unique on the page.
        made: a split.
    """
    try:
        facts = split_facts(made)
        with st.container(horizontal=True, gap="medium"):
            st.metric("Training", f"{facts.training:,}", width="content")
            st.metric("Testing", f"{facts.testing:,}", width="content")
            st.metric("On both sides", f"{len(made.overlap):,}", width="content")
            st.metric("On neither side", f"{facts.neither:,}", width="content")
        st.markdown(in_words(made, facts), width=PROSE_WIDTH)
        _pairs(key, made)
    except OSError as error:
        st.warning(disk_problem(error, answers_folder()), icon=":material/folder_off:")
        return
    st.table(
        {
            "drawn by": list(ARTISTS),
            "pictures in training": [facts.artists["training"].get(name, 0) for name in ARTISTS],
            "pictures in testing": [facts.artists["testing"].get(name, 0) for name in ARTISTS],
        },
        hide_index=True,
        alt="How many pictures of each artist came to each side",
    )


def in_words(made: Split, facts: SplitFacts) -> str:
    """Return the overlap as a sentence, and what else is amiss."""
    twice = len(made.overlap)
    if not facts.testing:
        told = "**Testing is empty.** Nothing is left to check the model with."
    elif twice:
        told = (
            f"**{twice} of {facts.testing} testing pictures ({twice / facts.testing:.0%}) are in training too.** "
            "The model may know their answers by heart."
        )
    else:
        told = "**No picture is on both sides.**"
    renamed = sum(name != other for _, name, other in made.overlap)
    if renamed:
        told += f" {renamed} of them have another name there: comparing names would not find them."
    if facts.neither:
        told += f" {facts.neither} files are on neither side: pictures thrown away."
    if facts.unreadable:
        told += f" {facts.unreadable} of the files that were copied cannot be read: Keras would stop at the first."
    missing = [name for name in ARTISTS if facts.testing and not facts.artists["testing"].get(name)]
    if missing:
        told += f" Testing has nothing by {', '.join(missing)}: it is not a sample of the same pictures."
    return told


def _pairs(key: str, made: Split) -> None:
    step = max(1, len(made.overlap) // _PAIRS)
    some = made.overlap[::step][:_PAIRS]
    if not some:
        return
    both = [
        (made.path("testing", class_name, name), made.path("training", class_name, other))
        for class_name, name, other in some
    ]
    picture_grid(
        np.stack([np.hstack([file_pixels(path) for path in pair]) for pair in both]),
        [f"testing/{class_name}/{name} = training/{class_name}/{other}" for class_name, name, other in some],
        alt="Pictures that are on both sides: on the left as in testing, on the right as in training",
        columns=3,
        key=f"{key}-pairs",
    )
    if len(made.overlap) > len(some):
        st.caption(
            f"{len(some)} of the {len(made.overlap)}: on the left in testing, on the right in training."
        )
