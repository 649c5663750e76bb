"""What Flatten, ReLU and softmax do, one number at a time."""

from __future__ import annotations

import numpy as np
import streamlit as st

from dashboard.charts.figures import probability_bars, probability_rows
from dashboard.charts.flattening import picture_and_row, relu_curve
from dashboard.components.data_table import figure_with_table
from dashboard.components.lesson_page import PROSE_WIDTH
from dashboard.components.results_source import test_pictures
from dashboard.experiments.activations import flat_pixel, relu, softmax
from dashboard.experiments.config import TrainingConfig
from dashboard.experiments.datasets import DatasetError, dataset_info

_PICTURES = 5  # of the test set, from the front: a boot, a pullover, two trousers, a shirt
_CLASSES = ("Shirt", "Coat", "Bag")
_SCORES = (2.0, 1.0, -1.0)


def layer_arithmetic(key: str) -> None:
    """Draw the three layers one at a time; a slider moved redraws nothing else of the page.

    Args:
        key: unique on the page.
    """
    parts = {"Flatten": flatten_by_hand, "ReLU": relu_by_hand, "Softmax": softmax_by_hand}
    chosen = st.segmented_control("See what it does", list(parts), default="Flatten", key=f"{key}-part")
    parts[chosen or "Flatten"](f"{key}-{(chosen or 'Flatten').lower()}")


@st.fragment
def flatten_by_hand(key: str) -> None:
    """Draw a picture, its row of 784 numbers, and where one pixel of it goes.

    Args:
        key: unique on the page.
    """
    try:
        pictures = test_pictures(TrainingConfig())
    except DatasetError as error:
        st.warning(str(error), icon=":material/folder_off:")
        return
    names = dataset_info("fashion_mnist").class_names
    with st.container(width=PROSE_WIDTH):
        chosen = st.radio(
            "Picture",
            range(_PICTURES),
            format_func=lambda place: f"{place + 1}: {names[int(pictures.labels[place])]}",
            horizontal=True,
            key=f"{key}-picture",
        )
        picture = pictures.images[chosen]
        place = st.slider("Place in the row of 784", 0, picture.size - 1, 406, key=f"{key}-place")
    pixel = flat_pixel(picture, place)
    square, line = picture_and_row(picture, place)
    width = picture.shape[1]
    with st.container(width=PROSE_WIDTH):
        st.plotly_chart(
            square, key=f"{key}-square", alt="The picture, one pixel framed", config={"displayModeBar": False}
        )
        figure_with_table(
            line,
            f"Place {place} is row {pixel.row}, column {pixel.column}: {pixel.row} × {width} + {pixel.column} = "
            f"{place}. Its number is {pixel.value}, before and after. The blue frame is its row, one of 28.",
            [
                {
                    "row": row,
                    "places": f"{row * width} to {row * width + width - 1}",
                    "sum": int(values.sum()),
                }
                for row, values in enumerate(picture)
            ],
            f"{key}-line",
        )


@st.fragment
def relu_by_hand(key: str) -> None:
    """Draw one neuron with three pixels: its sum, and what ReLU makes of it.

    Args:
        key: unique on the page.
    """
    with st.container(width=PROSE_WIDTH):
        x = st.slider("The neuron's sum", -3.0, 3.0, -1.2, 0.1, key=f"{key}-sum")
        y = float(relu(np.array(x)))
        passes = "It is negative, so the neuron is silent." if x < 0 else "It is not negative, so it passes."
        figure_with_table(
            relu_curve(x),
            f"relu({x:.1f}) = max(0, {x:.1f}) = {y:.1f}. {passes}",
            [
                {"in": f"{value}", "out": f"{float(relu(np.array(value))):g}"}
                for value in (-3, -2, -1, 0, 1, 2, 3)
            ],
            f"{key}-curve",
        )


@st.fragment
def softmax_by_hand(key: str) -> None:
    """Draw three scores to move and the probabilities that softmax makes of them.

    Args:
        key: unique on the page.
    """
    with st.container(width=PROSE_WIDTH):
        scores = [
            st.slider(f"Score of {name}", -5.0, 5.0, start, 0.1, key=f"{key}-score-{name}")
            for name, start in zip(_CLASSES, _SCORES, strict=True)
        ]
        probabilities = softmax(scores)
        best = int(probabilities.argmax())
        figure_with_table(
            probability_bars(probabilities, _CLASSES, None, best),
            f"{_CLASSES[best]} gets {probabilities[best] * 100:.1f} %: {_worked(scores, best)}. "
            "All of them add up to 100 %.",
            probability_rows(probabilities, _CLASSES),
            f"{key}-bars",
        )


def _worked(scores: list[float], best: int) -> str:
    below = " + ".join(f"e^{score:.1f}" for score in scores)
    return f"e^{scores[best]:.1f} / ({below})".replace("^", r"\^")
