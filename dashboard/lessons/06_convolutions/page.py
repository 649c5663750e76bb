"""Convolutions and pooling by hand: a kernel over a photograph, pooling in numbers, and three layers in a row."""

from __future__ import annotations

import numpy as np
import streamlit as st

from dashboard.components.filter_lab import filter_lab
from dashboard.components.layer_chain import layer_chain
from dashboard.components.lesson_page import PROSE_WIDTH, prose
from dashboard.components.own_picture import choose_picture
from dashboard.components.pooling_steps import pooling_steps
from dashboard.components.quiz import Question, ask, show_outcome
from dashboard.experiments.config import ConfigError
from dashboard.experiments.datasets import DatasetError
from dashboard.experiments.filters import PRESETS, FilterSettings, convolve2d
from dashboard.lessons import Lesson

KEY = "filters"
SHOWN = "flat"
QUESTION = Question(
    "convolution-flat",
    "The kernel “All edges” slides over a picture in which every pixel is 120. What comes out, without padding?",
    ("120 everywhere", "0 everywhere", "480 everywhere"),
    (
        "That is what a kernel gives whose weights add up to 1. These add up to 0.",
        "The weights add up to 0, so equal pixels cancel out: 4 × 120 − 4 × 120. No change, no answer.",
        "That is the middle weight alone; the four neighbours take it all away again.",
    ),
)


def render(lesson: Lesson) -> None:
    """Draw the lesson."""
    prose(lesson, "intro")
    try:
        picture = choose_picture("picture")
    except DatasetError as error:
        st.error(str(error), icon=":material/error:")
        return
    settings = filter_lab(f"{KEY}-lab", picture.pixels, picture.title, _from_address())
    _to_address(settings)
    prose(lesson, "reading")
    prose(lesson, "question")
    _question()
    prose(lesson, "pooling")
    pooling_steps(picture.pixels)
    prose(lesson, "chain")
    layer_chain(picture.pixels, settings)
    prose(lesson, "code")
    st.code(program(settings, picture.path or "your_picture.png"), language="python")


def _from_address() -> FilterSettings:
    """Return the settings of the address when the page is opened; later the lab itself knows best."""
    kept = f"{KEY}-settings"
    if kept not in st.session_state:
        try:
            st.session_state[kept] = FilterSettings.from_query(st.query_params.to_dict())
        except ConfigError as error:
            st.session_state[kept] = FilterSettings()
            st.warning(f"The address could not be used: {error}", icon=":material/link_off:")
    settings: FilterSettings = st.session_state[kept]
    return settings


def _to_address(settings: FilterSettings) -> None:
    st.session_state[f"{KEY}-settings"] = settings
    wanted = settings.to_query()
    for name in ("kernel", "stride", "padding", "divide"):  # the rest of the address belongs to widgets
        if name not in wanted:
            st.query_params.pop(name, None)
        elif st.query_params.get(name) != wanted[name]:
            st.query_params[name] = wanted[name]


def _question() -> None:
    with st.container(width=PROSE_WIDTH):
        ask(QUESTION, settled=bool(st.session_state.get(SHOWN)))
        if st.toggle("Compute it", key=SHOWN, bind="query-params"):
            show_outcome(QUESTION, outcome())


def outcome() -> str:
    """Compute what the question asks for."""
    kernel = next(preset.kernel for preset in PRESETS if preset.name == "All edges")
    sums = convolve2d(np.full((8, 8), 120.0), FilterSettings(kernel))
    return f"All {sums.size} sums lie between {sums.min():g} and {sums.max():g}."


def program(settings: FilterSettings, path: str) -> str:
    """Return a Keras program that applies the kernel to a picture file."""
    rows = ",\n".join(
        f"    [{', '.join(f'{weight / settings.divisor:g}' for weight in settings.kernel[start : start + 3])}]"
        for start in (0, 3, 6)
    )
    return (
        "import keras\nimport numpy as np\n\n"
        f'picture = keras.utils.load_img("{path}", color_mode="grayscale")  # from the project\'s folder\n'
        "x = keras.utils.img_to_array(picture)[None]  # (1, height, width, 1)\n\n"
        f"kernel = np.array([\n{rows},\n])\n"
        f'layer = keras.layers.Conv2D(1, 3, strides={settings.stride}, padding="{settings.padding}", use_bias=False)\n'
        "layer.build(x.shape)\n"
        "layer.set_weights([kernel.reshape(3, 3, 1, 1)])\n\n"
        "sums = layer(x)\n"
        "pooled = keras.layers.MaxPooling2D(2)(keras.activations.relu(sums))\n"
        "print(sums.shape, pooled.shape)\n"
    )
