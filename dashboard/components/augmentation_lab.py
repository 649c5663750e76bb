"""One picture, changed at random by Keras' preprocessing layers: one transformation at a time, and all together."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import streamlit as st

from dashboard import server
from dashboard.components import learner
from dashboard.components.asked_look import asked_file
from dashboard.components.augmentation_settings import picture, strengths
from dashboard.components.lesson_page import PROSE_WIDTH
from dashboard.components.picture_grid import picture_grid
from dashboard.experiments.artifacts import ArtifactError
from dashboard.experiments.augmentation import TRANSFORMATIONS, Augmentation, strength
from dashboard.experiments.augmentation_code import augmentation_layers, generator_code, layers_code
from dashboard.experiments.draws import OF_GENERATOR, DrawRequest, Draws, draw_question, read_draws
from dashboard.experiments.runs import answers_folder
from dashboard.experiments.wording import listed


@st.fragment
def augmentation_lab(key: str, beside: Callable[[], None]) -> None:
    """Draw the picture, the sliders, the draws, and the old generator beside the layers; nothing else is redrawn.

    Args:
        key: unique on the page.
        beside: draws what is to be said before the generator.
    """
    settings_side, pictures_side = st.columns([2, 5], gap="large")
    with pictures_side:
        pixels = picture(key)
    with settings_side:
        augmentation, seed = strengths()
    request = None if pixels is None else DrawRequest(pixels, augmentation, seed)
    with pictures_side:
        draws = None if request is None else _draws(key, request)
        if request is None:
            st.info("Choose a file, and its transformed copies appear here.", icon=":material/info:")
        elif draws is not None:
            _alone(key, request, draws)
            _together(key, request, draws)
    beside()
    _generator(key, augmentation, seed, draws)


def _draws(key: str, request: DrawRequest) -> Draws | None:
    """Return the answer that is kept, or a worker's."""
    kept = answers_folder() / request.name
    try:
        if kept.is_file():
            return read_draws(kept)
    except ArtifactError:
        pass  # damaged: a worker writes it anew
    file = asked_file(
        key,
        (request.name,),
        lambda: server.worker_pool().ask_without_run(
            answers_folder(), draw_question(request, slot=key), learner.name()
        ),
        "Keras transforms the picture.",
    )
    try:
        return None if file is None else read_draws(file)
    except ArtifactError as error:
        st.warning(str(error), icon=":material/folder_off:")
        return None


def _alone(key: str, request: DrawRequest, draws: Draws) -> None:
    st.subheader("One by one", anchor=False)
    for name, pictures in draws.alone.items():
        [spec] = augmentation_layers(request.augmentation.only(name).to_text(), request.seed)
        words = strength(name, getattr(request.augmentation, name))
        st.markdown(f"`{spec.source()}` {TRANSFORMATIONS[name].keeps}")
        picture_grid(
            np.stack([request.pixels, *pictures]),
            ["before", *(f"draw {place}" for place in range(1, len(pictures) + 1))],
            alt=f"The picture as it is, and {len(pictures)} draws of {words}",
            key=f"{key}-alone-{name}",
        )
    off = [each.title.lower() for each in TRANSFORMATIONS.values() if each.id not in draws.alone]
    if off:
        told = f"Switched off: {listed(off)}." if draws.alone else "Nothing is switched on."
        st.caption(f"{told} Move a slider, or press Some of each.")


def _together(key: str, request: DrawRequest, draws: Draws) -> None:
    count = len(draws.together)
    st.subheader(f"All together, {count} draws", anchor=False)
    picture_grid(
        draws.together,
        [f"draw {place}" for place in range(1, count + 1)],
        alt=f"{count} draws of {request.augmentation.in_words()}",
        columns=8,
        key=f"{key}-together",
    )
    same = int(np.abs(draws.inference.astype(int) - request.pixels).max())
    told = (
        "With `training=False`, as in `predict` and `evaluate`, the layers give the picture as it was: no pixel "
        "differs."
        if same == 0
        else f"With `training=False` a pixel differs by {same} of 255."
    )
    st.caption(
        f"Each is a picture that the model may see in one epoch; in the next it sees another. "
        f"Would you still say what it is? {told}"
    )


def _generator(key: str, augmentation: Augmentation, seed: int, draws: Draws | None) -> None:
    old, new = st.columns(2, gap="large")
    with old:
        st.markdown("**In the notes:** `ImageDataGenerator`")
        st.code(generator_code(augmentation, seed), language="python", wrap_lines=True)
        _row(f"{key}-old", "ImageDataGenerator", None if draws is None else draws.generator)
    with new:
        st.markdown("**Today:** preprocessing layers")
        st.code(layers_code(augmentation, seed), language="python", wrap_lines=True)
        _row(f"{key}-new", "the layers", None if draws is None else draws.together[:OF_GENERATOR])
    if augmentation.contrast:
        st.caption("The generator has no argument for contrast: its pictures do without.", width=PROSE_WIDTH)


def _row(key: str, source: str, pictures: np.ndarray | None) -> None:
    if pictures is not None:
        picture_grid(
            pictures,
            [f"draw {place}" for place in range(1, len(pictures) + 1)],
            alt=f"{len(pictures)} draws of {source}",
            columns=4,
            key=key,
        )
