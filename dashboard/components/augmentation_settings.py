"""The strengths of an augmentation and the picture to try it on: widgets whose values are in the address."""

from __future__ import annotations

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from dashboard.components.address import Choice, Number
from dashboard.components.own_picture import OwnPictureError
from dashboard.components.own_scene import scene_pixels
from dashboard.experiments.augmentation import (
    FLIPS,
    MILD,
    STRONG,
    TRANSFORMATIONS,
    VISIBLE,
    Augmentation,
)
from dashboard.experiments.data_folder import DatasetError
from dashboard.experiments.draws import MOST_SEED, SIDE
from dashboard.experiments.scenes import scene_classes, scene_counts, scenes

_DATASET = "cats_and_dogs"
_OF_A_CLASS = scene_counts(_DATASET)["train"] // len(scene_classes(_DATASET))
_NO_FLIP = "none"
_ANIMALS = {"cat": "A cat", "dog": "A dog", "own": "Your own"}
_PRESETS = {"Gentle": MILD, "Some of each": VISIBLE, "Far too much": STRONG, "None": Augmentation()}
_LABELS = {
    "rotation": "Rotation, in full turns",
    "zoom": "Zoom, of the side",
    "translation": "Translation, of the side",
    "brightness": "Brightness, of black to white",
    "contrast": "Contrast, of the distance to the mean",
}

_flip = Choice("flip", MILD.flip, words=(_NO_FLIP, *FLIPS))
_strengths = {
    name: Number(name, getattr(MILD, name), low=0.0, high=each.high)
    for name, each in TRANSFORMATIONS.items()
    if name != "flip"
}
_seed = Number("draw", 1, low=0, high=MOST_SEED)
_number = Number("scene", 1, low=1, high=_OF_A_CLASS)
_animal = Choice("animal", "cat", words=tuple(_ANIMALS))


def chosen_augmentation() -> Augmentation:
    """Return the augmentation of the sliders, also from a callback and for what stands above them."""
    values = {name: st.session_state.get(kept.widget, _known(kept)) for name, kept in _strengths.items()}
    flip = st.session_state.get(_flip.widget, _known(_flip))
    return Augmentation("" if flip in (None, _NO_FLIP) else flip, **values)


def strengths() -> tuple[Augmentation, int]:
    """Draw the sliders, the ready-made choices and the seed; return the augmentation and the seed of the draws."""
    with st.container(horizontal=True):
        for name, preset in _PRESETS.items():
            st.button(name, key=f"strengths-{name}", on_click=_choose, args=(preset,))
    flip = _flip.keep(
        st.selectbox("Flip", _flip.words, format_func=lambda word: word.replace("_", " "), **_flip.options())
    )
    values: dict[str, float] = {}
    for name, kept in _strengths.items():
        each = TRANSFORMATIONS[name]
        values[name] = kept.keep(
            st.slider(_LABELS[name], 0.0, each.high, step=each.step, help=each.keeps, **kept.options())
        )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        seed = int(
            _seed.keep(st.number_input("Seed of the draws", 0, MOST_SEED, width=160, **_seed.options()))
        )
        st.button("Draw again", icon=":material/casino:", key="draw-again", on_click=_draw_again)
    return Augmentation("" if flip == _NO_FLIP else flip, **values), seed


def picture(key: str) -> NDArray[np.uint8] | None:
    """Draw the choice of the picture and return it, uint8 of shape (SIDE, SIDE, 3); None while there is none.

    Args:
        key: unique on the page.
    """
    with st.container(horizontal=True, vertical_alignment="bottom"):
        animal = _animal.keep(
            st.radio(
                "Picture",
                _animal.words,
                format_func=_ANIMALS.__getitem__,
                horizontal=True,
                **_animal.options(),
            )
        )
        if animal != "own":
            place = int(
                _number.keep(
                    st.number_input(
                        f"Number, 1 to {_OF_A_CLASS}", 1, _OF_A_CLASS, width=150, **_number.options()
                    )
                )
            )
            return _scene(list(_ANIMALS).index(animal) * _OF_A_CLASS + place - 1)
    file = st.file_uploader(
        "A picture of yours, PNG or JPEG; it stays in this server's memory while the page is open, and a worker keeps "
        "its transformed copies for a while",
        type=["png", "jpg", "jpeg"],
        key=f"{key}-file",
    )
    if file is None:
        return None
    try:
        return scene_pixels(file.getvalue(), SIDE, square=True)
    except OwnPictureError as error:
        st.error(str(error), icon=":material/broken_image:")
        return None


def _scene(place: int) -> NDArray[np.uint8] | None:
    try:
        pixels: NDArray[np.uint8] = scenes(_DATASET, "train", SIDE).images[place]
        return pixels
    except DatasetError as error:
        st.error(str(error), icon=":material/folder_off:")
        return None


def _known(kept: Choice | Number) -> object:
    """Return a value that no widget holds just now: that of the address, or the default."""
    text = st.query_params.get(kept.parameter)
    value = kept.read(text) if text is not None else None
    return st.session_state.get(f"{kept.parameter}-last", kept.default) if value is None else value


def _choose(preset: Augmentation) -> None:
    _flip.choose(preset.flip or _NO_FLIP)
    for name, kept in _strengths.items():
        kept.choose(getattr(preset, name))


def _draw_again() -> None:
    _seed.choose((int(st.session_state[_seed.widget] or 0) + 1) % (MOST_SEED + 1))
