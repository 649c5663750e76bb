"""The end of the course: a learner's own pictures, from a folder to a model that can be taken away."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import streamlit as st

from dashboard import server
from dashboard.components import learner
from dashboard.components.asked_look import asked_file
from dashboard.components.project_collect import KEY, collect
from dashboard.components.project_results import project_results
from dashboard.experiments.artifacts import ArtifactError
from dashboard.experiments.pretrained import WHAT_IT_IS
from dashboard.experiments.project import (
    COPIES,
    EPOCHS,
    OUTCOME_FILE,
    SHARES,
    ProjectSettings,
    lay_out,
    read_outcome,
)
from dashboard.experiments.project_pictures import (
    PICTURES,
    PictureClass,
    ProjectError,
    expect_project,
    split,
)
from dashboard.experiments.runs import disk_problem

PROSE_WIDTH = 760
_WORKING = "The base looks at each picture, then the new layer learns: some ten seconds to a minute."


def render() -> None:
    """Draw the page."""
    st.title("Your own project", anchor=False)
    with st.container(width=PROSE_WIDTH):
        st.markdown(
            "Everything from the course, on pictures of yours: two to five kinds of things, a dozen pictures of each. "
            "Take them with a phone or the webcam: mugs and glasses, your cat and the neighbour's, right and wrong "
            "ways to hold a pencil. They are made small at once and stay on this machine."
        )
    st.header("1. Bring pictures, and clean them", anchor=False)
    st.markdown(
        "Files that are empty, damaged, too small or there twice are left out, and you are told why.",
        width=PROSE_WIDTH,
    )
    classes = collect()
    st.header("2. Split, augment, transfer", anchor=False)
    settings = _settings()
    problem = _problem(classes)
    if problem:
        st.info(problem, icon=":material/info:")
    else:
        _sides(classes, settings)
    if st.button(
        "Train on my pictures",
        type="primary",
        icon=":material/play_arrow:",
        key=f"{KEY}-train",
        disabled=bool(problem),
    ):
        _begin(classes, settings)
    _outcome()


def _settings() -> ProjectSettings:
    usual = ProjectSettings()
    with st.container(horizontal=True, gap="large", width=PROSE_WIDTH):
        share = st.radio(
            "Kept aside for validation",
            SHARES,
            index=SHARES.index(usual.share),
            format_func=lambda share: f"{share:.0%}",
            horizontal=True,
            key=f"{KEY}-share",
        )
        copies = st.slider(
            "Changed copies of each training picture",
            *COPIES,
            value=usual.copies,
            key=f"{KEY}-copies",
            help="Mirrored, turned, enlarged, with another contrast. Validation pictures are never changed.",
        )
        epochs = st.slider("Epochs of the new layer", *EPOCHS, value=usual.epochs, key=f"{KEY}-epochs")
        seed = st.number_input("Seed", 0, 9999, value=usual.seed, key=f"{KEY}-seed", width=160)
    st.markdown(
        f"The frozen base: {WHAT_IT_IS} Only a new last layer learns, one neuron for each class.",
        width=PROSE_WIDTH,
    )
    return ProjectSettings(int(epochs), int(copies), float(share), int(seed or 0))


def _problem(classes: tuple[PictureClass, ...]) -> str:
    if not any(each.name.strip() for each in classes):
        return (
            f"Give each class a name, and bring at least {PICTURES[0]} pictures of it. Then you can train. "
            "To look first, fill in rock, paper, scissors above."
        )
    try:
        expect_project(classes)
    except ProjectError as error:
        return str(error)
    return ""


def _sides(classes: tuple[PictureClass, ...], settings: ProjectSettings) -> None:
    rng = np.random.default_rng(settings.seed)
    sides = [split(len(each.names), settings.share, rng) for each in classes]
    st.table(
        {
            "class": [each.name for each in classes],
            "for training": [len(train) for train, _ in sides],
            "with their changed copies": [len(train) * (1 + settings.copies) for train, _ in sides],
            "for validation": [len(aside) for _, aside in sides],
        },
        hide_index=True,
        width=PROSE_WIDTH,
        alt="How the pictures are split",
    )


def _begin(classes: tuple[PictureClass, ...], settings: ProjectSettings) -> None:
    st.session_state.pop(f"{KEY}-laid-out", None)
    try:
        st.session_state[f"{KEY}-laid-out"] = lay_out(classes, settings)
    except OSError as error:
        st.error(disk_problem(error, Path(error.filename or "var")), icon=":material/error:")


def _outcome() -> None:
    laid_out = st.session_state.get(f"{KEY}-laid-out")
    if laid_out is None:
        return
    folder, question = laid_out
    if not (folder / OUTCOME_FILE).is_file():
        file = asked_file(
            KEY,
            (folder.name,),
            lambda: server.worker_pool().ask_without_run(folder, question, learner.name()),
            _WORKING,
        )
        if file is None:
            return
    try:
        project_results(f"{KEY}-results", read_outcome(folder))
    except ArtifactError as error:
        st.warning(str(error), icon=":material/folder_off:")
