"""Leaf through a data set's pictures, and take one of them apart into numbers."""

from __future__ import annotations

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from dashboard.charts.picture_numbers import number_rows, numbers_of_picture
from dashboard.components.data_table import figure_with_table
from dashboard.components.picture_grid import picture_grid
from dashboard.experiments.datasets import dataset_info
from dashboard.experiments.picture_file import ClassStatistics, PictureFile

SPLITS = {"train": "Training", "test": "Test"}
EVERY_CLASS = "All classes"
_A_PAGE = 24


@st.cache_resource(show_spinner=False)
def pictures(dataset: str, split: str) -> PictureFile:
    """Return one split of a data set, opened once for all learners.

    Raises:
        DatasetError: if a file is missing or damaged, or the disk is full.
    """
    return PictureFile(dataset, split)


@st.cache_resource(show_spinner="Reading every picture once …")
def statistics(dataset: str, split: str) -> ClassStatistics:
    """Return what the pictures of each class have in common."""
    return pictures(dataset, split).statistics()


def picture_browser(dataset: str) -> None:
    """Draw the widgets and a page of pictures; class, split and page are in the address.

    Args:
        dataset: for example ``"fashion_mnist"``.
    """
    names = dataset_info(dataset).class_names
    with st.container(horizontal=True, vertical_alignment="bottom"):
        split = st.segmented_control(
            "Part of the data set",
            list(SPLITS),
            default="train",
            format_func=SPLITS.__getitem__,
            key="split",
            bind="query-params",
        )
        chosen = st.selectbox("Class", [EVERY_CLASS, *names], key="class", bind="query-params", width=220)
    file = pictures(dataset, split or "train")
    places = np.arange(len(file)) if chosen == EVERY_CLASS else file.of_class(names.index(chosen))
    last = -(-len(places) // _A_PAGE)
    page = st.number_input(
        f"Page, 1 to {last:,}", 1, last, step=1, key="page", bind="query-params", width=220
    )
    shown = places[(page - 1) * _A_PAGE : page * _A_PAGE]
    captions = [f"{place}: {names[file.labels[place]]}" for place in shown]
    picture_grid(
        file.images(shown.tolist()),
        captions,
        alt=f"{len(shown)} pictures: {chosen}",
        columns=8,
        key="browser",
    )
    part = SPLITS[split or "train"].lower()
    st.caption(f"{len(places):,} {part} pictures here. The number before each name is its place in the file.")


def one_picture(dataset: str) -> None:
    """Draw one picture as numbers under the mouse; which one is in the address.

    Args:
        dataset: for example ``"fashion_mnist"``.
    """
    file = pictures(dataset, "train")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        place = st.number_input(
            f"Training picture, 0 to {len(file) - 1:,}",
            0,
            len(file) - 1,
            step=1,
            key="picture",
            bind="query-params",
            width=220,
        )
        written = st.toggle("Write the numbers into the pixels", key="numbers", bind="query-params")
    (image,) = file.images([place])
    name = dataset_info(dataset).class_names[file.labels[place]]
    summary = _in_words(image, f"Training picture {place:,} has the label {file.labels[place]}, {name}")
    figure_with_table(numbers_of_picture(image, written=written), summary, number_rows(image), "one-picture")


def _in_words(image: NDArray[np.uint8], what: str) -> str:
    height, width = image.shape
    row, column = np.unravel_index(int(image.argmax()), image.shape)
    return (
        f"{what}. It is {height} rows of {width} numbers, {image.size} in all: {int((image == 0).sum())} are 0, "
        f"which is black, and the brightest is {image.max()}, in row {row}, column {column}."
    )
