"""The confusion matrix, with the pictures behind each of its cells."""

from __future__ import annotations

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from dashboard.charts.figures import confusion_matrix, confusion_rows, selected_cell
from dashboard.charts.summary import confusion_summary
from dashboard.components.data_table import figure_with_table
from dashboard.components.results_answers import pictures_of
from dashboard.components.results_source import can_answer, class_names, test_pictures
from dashboard.experiments.artifacts import Artifacts
from dashboard.experiments.run import Run


def confusion(key: str, run: Run, artifacts: Artifacts) -> None:
    """Draw the matrix and the pictures of the chosen cell."""
    if not can_answer(artifacts):
        return
    names = class_names(run)
    labels = test_pictures(run.config).labels
    predicted = artifacts.probabilities.argmax(axis=1)
    counts = np.zeros((len(names), len(names)), np.int64)
    np.add.at(counts, (labels, predicted), 1)
    st.markdown(
        "Rows are what the pictures show, columns what the model says. Choose a cell to see its pictures."
    )
    state = figure_with_table(
        confusion_matrix(counts, names),
        confusion_summary(counts, names),
        confusion_rows(counts, names),
        key=f"{key}-matrix",
        select=True,
    )
    true, said = _chosen_cell(key, selected_cell(state), counts, names)
    chosen = np.flatnonzero((labels == true) & (predicted == said))
    pictures_of(f"{key}-cell", run, artifacts, chosen, f"{names[true]} called {names[said]}")


def _chosen_cell(
    key: str, clicked: tuple[int, int] | None, counts: NDArray[np.int64], names: tuple[str, ...]
) -> tuple[int, int]:
    """Choose a cell by a click or, with the keyboard, by two lists; starts at the most frequent mistake."""
    true_key, said_key, click_key = f"{key}-true", f"{key}-said", f"{key}-clicked"
    if true_key not in st.session_state:
        wrong = counts - np.diag(np.diag(counts))
        st.session_state[true_key], st.session_state[said_key] = (
            int(index) for index in np.unravel_index(int(wrong.argmax()), wrong.shape)
        )
    if clicked is not None and clicked != st.session_state.get(click_key):
        st.session_state[true_key], st.session_state[said_key] = clicked
    st.session_state[click_key] = clicked
    left, right = st.columns(2)
    classes = range(len(names))
    true = left.selectbox("The picture shows", classes, format_func=names.__getitem__, key=true_key)
    said = right.selectbox("The model says", classes, format_func=names.__getitem__, key=said_key)
    return int(true), int(said)
