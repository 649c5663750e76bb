"""A picture on its way through every layer of a trained stack, and three pictures side by side in one filter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from dashboard.charts.figures import probability_bars, probability_rows
from dashboard.charts.sheets import maps_rows, maps_sheet
from dashboard.components.address import Number
from dashboard.components.asked_look import asked_look
from dashboard.components.data_table import figure_with_table
from dashboard.components.picture_grid import crisp_image, picture_grid, sheet_with_table
from dashboard.components.results_source import artifacts_of, class_names, test_pictures
from dashboard.experiments.artifacts import ArtifactError, LayerRow
from dashboard.experiments.likeness import by_layer, journey_outcome, likeness, most_telling
from dashboard.experiments.look import Look, question
from dashboard.experiments.run import Run
from dashboard.experiments.runs import RunStoreError

_LAST = 9_999
_ROW = 40  # numbers in a row when a flat layer is drawn
_PICTURES_WIDTH = 540  # pixels of three pictures in a row, and of the table of three columns
_MOST_MAPS = 16  # maps of a layer in the journey; the look inside shows all
# Of the test set: two ankle boots and a bag.
_THREE = (("first", 0), ("second", 23), ("third", 18))


def journey(key: str, run: Run) -> None:
    """Draw what every layer of a finished run's model makes of a test picture; its number is in the address.

    Args:
        key: unique in the app.
        run: a finished run on 28 x 28 grey pictures, with its files.
    """
    chosen = Number(f"{key}-picture", 0, low=0, high=_LAST)
    place = int(chosen.keep(st.number_input("Test picture", 0, _LAST, step=1, width=220, **chosen.options())))
    pixels = test_pictures(run.config)
    name = class_names(run)[int(pixels.labels[place])]
    picture_grid(
        pixels.images[place : place + 1], [name], alt=f"Test picture {place}: {name}", key=f"{key}-shown"
    )
    found = _look(f"{key}-look", run, place)
    if found is None:
        return
    for row in artifacts_of(run).summary.layers:
        if row.class_name != "Reshape":
            _layer(f"{key}-{row.name}", run, row, found.values[row.name], int(pixels.labels[place]))


def three_pictures(key: str, run: Run) -> str | None:
    """Draw two pictures of a kind and one of another in a filter of a layer, and how alike they are at every layer.

    Args:
        key: unique in the app; prefix of the numbers of the pictures in the address.
        run: a finished run, as for :func:`journey`.

    Returns:
        What became of the likeness of the first and the third picture, or None while nothing is known.
    """
    places = _three_places(key)
    looks = [_look(f"{key}-{name}", run, place) for (name, _), place in zip(_THREE, places, strict=True)]
    known = [look.values for look in looks if look is not None]
    if len(known) < len(places):
        return None
    if not all(np.isfinite(values).all() for look in known for values in look.values()):
        st.warning(
            "The model's weights became nan, not a number: nothing to compare.", icon=":material/warning:"
        )
        return None
    pictures = test_pictures(run.config)
    names = [class_names(run)[int(pictures.labels[place])] for place in places]
    with st.container(width=_PICTURES_WIDTH):
        picture_grid(
            pictures.images[list(places)],
            names,
            alt=f"Three test pictures: {', '.join(names)}",
            columns=3,
            key=f"{key}-row",
        )
    _one_filter(key, known, names)
    layers = by_layer(*known)
    st.markdown("**How alike they are, layer by layer**")
    st.table(
        {
            "layer": [each.layer for each in layers],
            "first and second": [f"{each.pair:.2f}" for each in layers],
            "first and third": [f"{each.other:.2f}" for each in layers],
        },
        hide_index=True,
        width=_PICTURES_WIDTH,
        alt=journey_outcome(layers),
    )
    return journey_outcome(layers)


def _three_places(key: str) -> tuple[int, ...]:
    places = []
    with st.container(horizontal=True):
        for name, default in _THREE:
            number = Number(f"{key}-{name}", default, low=0, high=_LAST)
            label = f"{name.capitalize()} test picture"
            places.append(
                int(number.keep(st.number_input(label, 0, _LAST, step=1, width=190, **number.options())))
            )
    return tuple(places)


def _one_filter(key: str, looks: Sequence[Mapping[str, NDArray[np.float32]]], names: list[str]) -> None:
    """Let the learner choose a layer with maps and a filter, and draw it for the three pictures."""
    mapped = [layer for layer, values in looks[0].items() if values.ndim == 3 and layer != "reshape"]
    if not mapped:
        st.info("This stack has no convolution and no pooling, so there are no maps to compare.")
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        layer = st.selectbox("Layer", mapped, key=f"{key}-layer", width=220)
        maps = [look[layer] for look in looks]
        count = maps[0].shape[-1]
        telling = most_telling(*maps)
        place = int(
            st.number_input(
                f"Filter, 0 to {count - 1}",
                0,
                count - 1,
                telling,
                step=1,
                key=f"{key}-filter-{layer}-{count}-{telling}",
                width=180,
                help="It begins with the filter for which the first two are most alike and the third least.",
            )
        )
    shown = [values[..., place] for values in maps]
    with st.container(horizontal=True):
        for number, (values, name) in enumerate(zip(shown, names, strict=True)):
            sheet = maps_sheet(values)
            with st.container(width=170):
                crisp_image(
                    sheet.png, name, alt=f"{name}: {sheet.summary}", width=160, key=f"{key}-map-{number}"
                )
    st.markdown(
        f"Filter {place} of {layer}: the likeness of the first and the second picture is "
        f"**{likeness(shown[0], shown[1]):.2f}**, of the first and the third **{likeness(shown[0], shown[2]):.2f}**."
    )


def _look(key: str, run: Run, place: int) -> Look | None:
    try:
        return asked_look(key, run, artifacts_of(run), place, question(place, slot=key))
    except (ArtifactError, RunStoreError) as error:
        st.warning(str(error), icon=":material/folder_off:")
        return None


def _layer(key: str, run: Run, row: LayerRow, values: NDArray[np.float32], label: int) -> None:
    st.markdown(f"**{row.name}** gives {row.output_shape}")
    if not np.isfinite(values).all():
        st.warning("Its values became nan, not a number.", icon=":material/warning:")
        return
    names = class_names(run)
    if row.activation == "softmax" and values.shape == (len(names),):
        best = int(values.argmax())
        figure_with_table(
            probability_bars(values, names, label, best),
            f"The model says {names[best]}, with a probability of {values[best] * 100:.0f} %.",
            probability_rows(values, names),
            key,
        )
        return
    maps = values[..., :_MOST_MAPS] if values.ndim == 3 else _in_rows(values)
    if values.ndim == 3 and values.shape[-1] > _MOST_MAPS:
        st.caption(f"The first {_MOST_MAPS} of {values.shape[-1]} maps.")
    sheet_with_table(maps_sheet(maps), maps_rows(maps), key=key)


def _in_rows(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """Fold one long row of numbers into several; the last is filled up with the smallest number."""
    flat = values.ravel()
    width = min(_ROW, len(flat))
    missing = -len(flat) % width
    return np.concatenate([flat, np.full(missing, flat.min(), flat.dtype)]).reshape(-1, width)
