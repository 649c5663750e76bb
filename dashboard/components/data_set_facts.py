"""What can be said of a data set as a whole: its classes' averages, its parts, its balance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import streamlit as st

from dashboard.charts.picture_numbers import class_balance, class_balance_rows, parts_bar
from dashboard.components.data_table import figure_with_table, numbers_table
from dashboard.components.picture_browser import pictures, statistics
from dashboard.components.picture_grid import picture_grid
from dashboard.experiments.datasets import dataset_info

__all__ = ["class_averages", "class_names_table", "parts", "sizes_of_classes", "typical_differences"]


def typical_differences(dataset: str) -> dict[str, float]:
    """Return by how much a training picture's pixel differs from its class's average: the mean of the pixels' standard
    deviations, 0 to 255, by the name of the class."""
    found = statistics(dataset, "train").std.mean(axis=(1, 2))
    return dict(zip(dataset_info(dataset).class_names, map(float, found), strict=True))


def class_averages(dataset: str) -> None:
    """Draw the average picture of each class, and how much its pictures differ from it."""
    names = dataset_info(dataset).class_names
    found, differ = statistics(dataset, "train"), typical_differences(dataset)
    picture_grid(
        found.mean / 255, list(names), alt="The average of each class's pictures", columns=5, key="means"
    )
    captions = [f"{name}: {value:.0f}" for name, value in differ.items()]
    spread = found.std / found.std.max()
    picture_grid(
        spread, captions, alt="How much each class's pictures differ, pixel by pixel", columns=5, key="stds"
    )
    st.caption("Below each class: by how much one of its pixels differs from the average, typically, of 255.")
    rows = [
        {"class": name, "average pixel": f"{mean.mean():.1f}", "differs by": f"{differ[name]:.1f}"}
        for name, mean in zip(names, found.mean, strict=True)
    ]
    numbers_table(rows, "Average pixel of each class, and by how much a pixel typically differs from it")


def class_names_table(names: Mapping[str, Sequence[str]]) -> None:
    """Draw the label of each class beside its names in the languages that the learner chooses.

    Args:
        names: by language, the names in the order of the labels.
    """
    languages = list(names)
    chosen = st.multiselect("Languages", languages, default=[*languages[:3], languages[-1]], key="languages")
    labels = list(range(len(names[languages[0]])))
    st.table(
        {"label": labels} | {language: list(names[language]) for language in chosen},
        hide_index=True,
        alt="The label of each class and its name in the chosen languages",
    )


def parts(dataset: str) -> None:
    """Draw how the pictures are divided; the share for validation is in the address."""
    train, test = len(pictures(dataset, "train")), len(pictures(dataset, "test"))
    share = st.slider(
        "Share held back for validation, in per cent",
        0,
        50,
        20,
        step=5,
        key="held",
        bind="query-params",
        width=420,
    )
    held = train * share // 100
    pieces = (("training", train - held), ("validation", held), ("test", test))
    summary = (
        f"Of {train + test:,} pictures the model learns from {train - held:,}; {held:,} choose its settings; "
        f"{test:,} wait for the end."
    )
    figure_with_table(
        parts_bar(pieces), summary, [{"part": name, "pictures": count} for name, count in pieces], "parts"
    )


def sizes_of_classes(dataset: str) -> None:
    """Draw how many pictures of each class there are."""
    names = dataset_info(dataset).class_names
    train, test = (np.bincount(pictures(dataset, split).labels).tolist() for split in ("train", "test"))
    if len({*train}) == len({*test}) == 1:
        summary = f"Every class has {train[0]:,} training and {test[0]:,} test pictures."
    else:
        summary = f"The classes are not equally large: {min(train):,} to {max(train):,} training pictures."
    rows = class_balance_rows(train, test, names)
    figure_with_table(class_balance(train, test, names), summary, rows, "class-balance")
