"""Rock, paper, scissors against the model just trained: a hand drawn, uploaded or from the webcam, and the score."""

from __future__ import annotations

import random
from dataclasses import dataclass

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from dashboard.charts.figures import probability_bars, probability_rows
from dashboard.charts.pictures import picture_png
from dashboard.components.address import Choice
from dashboard.components.asked_look import asked_look
from dashboard.components.data_table import figure_with_table
from dashboard.components.drawing_pad import drawing_pad
from dashboard.components.own_picture import OwnPictureError
from dashboard.components.own_scene import scene_pixels
from dashboard.components.picture_grid import crisp_image
from dashboard.components.results_source import artifacts_of
from dashboard.experiments.artifacts import ArtifactError
from dashboard.experiments.look import own_name, own_question
from dashboard.experiments.run import Run
from dashboard.experiments.runs import RunStoreError
from dashboard.experiments.signs import SIGNS, Round, beaten_by, coloured, score

_WIDTH = 240
_WAYS = {"draw": "Draw it", "upload": "Upload a picture", "webcam": "Webcam"}
_FAIR, _READS = "fair", "reads"
_HOW = {
    _FAIR: "A sign drawn at random before it looks",
    _READS: "The sign that beats what it sees",
}


@dataclass(frozen=True)
class _Played:
    """A round that waits for the model's answer.

    Args:
        pixels: what the model is to look at.
        shown: what the learner says it is.
        drawn: the sign that was drawn for the model, or empty if it plays by what it sees.
        run_id: the model's run.
        epochs: how far it had trained.
    """

    pixels: NDArray[np.uint8]
    shown: str
    drawn: str
    run_id: str
    epochs: int


@st.fragment
def play_signs(key: str, run: Run | None, size: int) -> None:
    """Draw the hand, what the learner says it is, the button, the round and the score; clicks redraw nothing else.

    Args:
        key: unique on the page.
        run: a finished run of a model of rock, paper and scissors, or None.
        size: height and width for a picture while there is no run.
    """
    hand_side, round_side = st.columns(2, gap="large")
    with hand_side:
        pixels = _hand(key, run.config.image_size if run else size)
    with round_side:
        controls, outcome = st.container(), st.container()
    with outcome:  # before the button is drawn: an answer that has come lets the next round begin
        _answer_what_waits(key, run)
        _last_round(key)
    with controls:
        _begin_round(key, run, pixels)


def _begin_round(key: str, run: Run | None, pixels: NDArray[np.uint8] | None) -> None:
    """Draw what the learner says they show, how the model plays, and the button."""
    shown = st.radio("You show", SIGNS, index=None, horizontal=True, key=f"{key}-shown")
    how = st.radio("The model plays", list(_HOW), format_func=_HOW.__getitem__, key=f"{key}-how")
    st.button(
        "Play",
        icon=":material/sports_mma:",
        type="primary",
        key=f"{key}-play",
        disabled=run is None or pixels is None or shown is None or f"{key}-waits" in st.session_state,
        on_click=_play,
        args=(key, run, pixels, shown, how),
    )
    st.caption(  # always one line: what comes and goes would move what is below
        "Train the model above, then play against it."
        if run is None
        else "Show a hand and say what it is. The model gets the picture, not the word."
    )


def _hand(key: str, size: int) -> NDArray[np.uint8] | None:
    """Draw the way to show a hand, which is in the address, and return its pixels, if there is one."""
    kept = Choice("hand", "draw", words=tuple(_WAYS))
    way = kept.keep(
        st.radio("Your hand", list(_WAYS), format_func=_WAYS.__getitem__, horizontal=True, **kept.options())
    )
    if way == "draw":
        st.caption("Fill it in: a fist, a flat hand with five fingers, or two fingers up.")
        drawing = drawing_pad(f"{key}-pad")
        pixels = None if drawing is None else coloured(drawing, size)
    else:
        if way == "upload":
            file = st.file_uploader(
                "A picture of a hand, PNG or JPEG; it stays in this server's memory while the page is open",
                type=["png", "jpg", "jpeg"],
                key=f"{key}-file",
            )
        else:
            file = st.camera_input(
                "Your hand in the middle, upright, before a plain ground; the picture goes to this server only",
                key=f"{key}-camera",
            )
        try:
            pixels = None if file is None else scene_pixels(file.getvalue(), size, square=True)
        except OwnPictureError as error:
            st.error(str(error), icon=":material/broken_image:")
            return None
    if pixels is not None:
        words = f"What the model gets: a tensor of shape (1, {size}, {size}, 3), divided by 255."
        crisp_image(picture_png(pixels), words, alt=words, width=_WIDTH, key=f"{key}-picture")
    return pixels


def _play(key: str, run: Run, pixels: NDArray[np.uint8], shown: str, how: str) -> None:
    """Begin a round: the model's sign, where chance decides it, is drawn before anybody looks at the hand."""
    drawn = random.choice(SIGNS) if how == _FAIR else ""
    st.session_state[f"{key}-waits"] = _Played(pixels, shown, drawn, run.id, run.epochs_done)


def _answer_what_waits(key: str, run: Run | None) -> None:
    """Ask about a round that waits, and note what comes of it; one against another model is off."""
    waits: _Played | None = st.session_state.get(f"{key}-waits")
    if waits is None:
        return
    if run is None or (run.id, run.epochs_done) != (waits.run_id, waits.epochs):
        del st.session_state[f"{key}-waits"]
        return
    _answer(key, run, waits)


def _answer(key: str, run: Run, waits: _Played) -> None:
    try:
        artifacts = artifacts_of(run)
        look = asked_look(key, run, artifacts, own_name(waits.pixels), own_question(waits.pixels, slot=key))
    except (ArtifactError, RunStoreError) as error:
        del st.session_state[f"{key}-waits"]
        st.warning(str(error), icon=":material/folder_off:")
        return
    if look is None:
        return
    del st.session_state[f"{key}-waits"]
    probabilities = look.values[artifacts.summary.layers[-1].name]
    if not np.isfinite(probabilities).all():
        st.warning(
            "The model's weights became nan, not a number: it sees nothing. Train it with a smaller learning rate.",
            icon=":material/warning:",
        )
        return
    seen = SIGNS[int(probabilities.argmax())]
    played = waits.drawn or beaten_by(seen)
    rounds = st.session_state.setdefault(f"{key}-rounds", [])
    rounds.append(Round(waits.shown, seen, played, tuple(map(float, probabilities))))


def _last_round(key: str) -> None:
    rounds: list[Round] = st.session_state.get(f"{key}-rounds", [])
    if not rounds:
        st.info(
            "The round and the score appear here. What you say you show decides who wins, not what the model sees.",
            icon=":material/scoreboard:",
        )
        return
    last = rounds[-1]
    best = max(last.probabilities)
    st.markdown(f"**{_verdict(last)}**")
    figure_with_table(
        probability_bars(
            np.array(last.probabilities), SIGNS, SIGNS.index(last.shown), SIGNS.index(last.seen)
        ),
        f"The model sees {last.seen}, with a probability of {best * 100:.0f} %. "
        + ("That is right." if last.read_right else f"You say that it was {last.shown}."),
        probability_rows(np.array(last.probabilities), SIGNS),
        f"{key}-bars",
    )
    total = score(rounds)
    with st.container(horizontal=True, gap="medium"):
        st.metric("You", total.you, width="content")
        st.metric("The model", total.model, width="content")
        st.metric("Draws", total.draws, width="content")
        st.metric("Read right", f"{total.read_right} of {total.rounds}", width="content")
    st.button("Begin anew", icon=":material/restart_alt:", key=f"{key}-anew", on_click=_forget, args=(key,))


def _verdict(last: Round) -> str:
    played = f"You show {last.shown}, the model plays {last.played}"
    return {
        "you": f"{played}: you win.",
        "model": f"{played}: the model wins.",
        "draw": f"{played}: a draw.",
    }[last.result]


def _forget(key: str) -> None:
    st.session_state.pop(f"{key}-rounds", None)
