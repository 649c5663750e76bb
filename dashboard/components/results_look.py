"""One test picture on its way through the trained model: what every layer makes of it."""

from __future__ import annotations

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from dashboard.charts.figures import probability_bars, probability_rows
from dashboard.charts.numbers import value_bars, value_rows, values_summary
from dashboard.charts.sheets import maps_rows, maps_sheet
from dashboard.components.asked_look import asked_look
from dashboard.components.data_table import figure_with_table
from dashboard.components.picture_grid import sheet_with_table
from dashboard.components.results_answers import choose_picture, one_picture, verdict
from dashboard.components.results_source import can_answer, class_names, test_pictures
from dashboard.experiments.artifacts import Artifacts, LayerRow
from dashboard.experiments.look import Look, question
from dashboard.experiments.run import Run


def look(key: str, run: Run, artifacts: Artifacts) -> None:
    """Draw what a chosen layer makes of a chosen test picture."""
    st.markdown("Choose a test picture, and follow it through the model: what does each layer pass on?")
    usable = can_answer(artifacts)
    place = choose_picture(f"{key}-look-picture", run, artifacts)
    rows = {row.name: row for row in artifacts.summary.layers}
    name = st.selectbox(
        "Layer",
        list(rows),
        index=_first_to_show(artifacts.summary.layers),
        format_func=lambda layer: f"{layer} ({rows[layer].class_name})",
        key=f"{key}-look-layer",
        width=320,
    )
    picture_side, layer_side = st.columns([1, 3])
    with picture_side:
        one_picture(f"{key}-look-shown", run, place)
        if usable:
            st.caption(verdict(run, artifacts, place))
    with layer_side:
        found = _look(key, run, artifacts, place)
        if found is not None and name in found.values:
            _layer(f"{key}-look", run, rows[name], found.values[name], place)


def _first_to_show(layers: tuple[LayerRow, ...]) -> int:
    """Start at the first layer that learned something."""
    return next((place for place, row in enumerate(layers) if row.params), 0)


def _look(key: str, run: Run, artifacts: Artifacts, place: int) -> Look | None:
    return asked_look(f"{key}-look", run, artifacts, place, question(place, slot=f"{key}-look"))


def _layer(key: str, run: Run, row: LayerRow, values: NDArray[np.float32], place: int) -> None:
    names = class_names(run)
    summary = values_summary(values, row.name)
    if values.ndim in (2, 3):
        st.markdown(summary)
        sheet = maps_sheet(values)
        sheet_with_table(sheet, maps_rows(values), key=f"{key}-maps")
        return
    if row.activation == "sigmoid" and len(names) == 2 and values.shape == (1,):
        values = np.array(
            [1 - values[0], values[0]]
        )  # the probability of the second class tells that of the first
    if (
        row.activation in {"softmax", "sigmoid"}
        and values.shape == (len(names),)
        and np.isfinite(values).all()
    ):
        true = int(test_pictures(run.config).labels[place])
        figure_with_table(
            probability_bars(values, names, true, int(values.argmax())),
            summary,
            probability_rows(values, names),
            key=f"{key}-softmax",
        )
    else:
        figure_with_table(
            value_bars(values, "unit"), summary, value_rows(values, "unit"), key=f"{key}-values"
        )
