"""A look inside the model just trained: its figures, its answers, its mistakes and its weights."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from dashboard import server
from dashboard.charts.figures import (
    confusion_matrix,
    confusion_rows,
    probability_bars,
    probability_rows,
    selected_cell,
)
from dashboard.charts.pictures import weights_sheet
from dashboard.charts.summary import confusion_summary
from dashboard.components.data_table import figure_with_table
from dashboard.components.picture_grid import picture_grid
from dashboard.experiments.artifacts import ArtifactError, Artifacts
from dashboard.experiments.datasets import DatasetError, Pictures, dataset_info, load
from dashboard.experiments.run import Run
from dashboard.experiments.runs import RunNotFoundError

GRID = 24  # pictures shown at once
SHEET_UNITS = 60
SHEET_COLUMNS = 10


@st.fragment
def results_panel(key: str, run: Run) -> None:
    """Draw what can be seen in a finished run; clicks here redraw nothing else of the page.

    Args:
        key: unique on the page.
        run: a finished or stopped run; one without files gets a sentence.
    """
    try:
        artifacts = _artifacts(run.id)
        _figures(run, artifacts)
        sections: dict[str, Callable[[], None]] = {
            "Its answers": lambda: _answers(key, run, artifacts),
            "Confusion matrix": lambda: _confusion(key, run, artifacts),
            "Its mistakes": lambda: _mistakes(key, run, artifacts),
            "What neurons look for": lambda: _neurons(artifacts),
            "Its layers": lambda: _layers(artifacts),
        }
        tabs = st.tabs(list(sections), key=f"{key}-tabs", on_change="rerun")
        for tab, draw in zip(tabs, sections.values(), strict=True):
            if tab.open:
                with tab:
                    draw()
    except (ArtifactError, DatasetError, RunNotFoundError) as error:
        st.warning(str(error), icon=":material/folder_off:")


@st.cache_resource(show_spinner=False, max_entries=16)
def _artifacts(run_id: str) -> Artifacts:
    return server.run_store().artifacts(run_id)


@st.cache_resource(show_spinner=False)
def _test_pictures(dataset: str) -> Pictures:
    return load(dataset, "test")


def _class_names(run: Run) -> tuple[str, ...]:
    return dataset_info(run.config.dataset).class_names


def _figures(run: Run, artifacts: Artifacts) -> None:
    last = {name: values[-1] for name, values in run.history.items() if values}
    training, validation = last.get("accuracy", math.nan), last.get("val_accuracy", math.nan)
    with st.container(horizontal=True, gap="medium"):
        st.metric("Training accuracy", _percent(training), width="content")
        st.metric("Validation accuracy", _percent(validation), width="content")
        st.metric(
            "Gap",
            f"{(training - validation) * 100:.1f} points",
            width="content",
            help="Training minus validation. A large gap: it learned its training pictures by heart.",
        )
        st.metric(
            "Test accuracy",
            _percent(artifacts.summary.test_accuracy),
            width="content",
            help="On the 10,000 pictures kept for the very end.",
        )


def _percent(share: float) -> str:
    return "not a number" if math.isnan(share) else f"{share * 100:.1f} %"


def _answers(key: str, run: Run, artifacts: Artifacts) -> None:
    pictures, names = _test_pictures(run.config.dataset), _class_names(run)
    if not _can_answer(artifacts):
        return
    st.markdown(
        "Choose a test picture. The model gives each of the ten classes a probability: the largest wins."
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        place = st.number_input(
            "Test picture", 0, len(pictures.labels) - 1, step=1, key=f"{key}-picture", width=220
        )
        st.button(
            "Another one",
            icon=":material/shuffle:",
            key=f"{key}-another",
            on_click=_choose_another,
            args=(key,),
        )
    probabilities = artifacts.probabilities[place]
    true, predicted = int(pictures.labels[place]), int(probabilities.argmax())
    verdict = "right" if true == predicted else "wrong"
    sentence = (
        f"The model says {names[predicted]}, with a probability of {probabilities[predicted] * 100:.0f} %. "
        f"It is {verdict}: the label is {names[true]}."
    )
    picture_side, bars_side = st.columns([1, 3])
    with picture_side, st.container(width=220):
        picture_grid(
            pictures.images[place : place + 1], [names[true]], alt=[f"Picture of: {names[true]}"], columns=1,
            key=f"{key}-shown",
        )  # fmt: skip
    with bars_side:
        figure_with_table(
            probability_bars(probabilities, names, true, predicted),
            sentence,
            probability_rows(probabilities, names),
            key=f"{key}-bars",
        )


def _choose_another(key: str) -> None:
    # A fixed step through the set: every press shows a new picture, and a lesson can be repeated.
    st.session_state[f"{key}-picture"] = (st.session_state[f"{key}-picture"] + 37) % 10_000


def _can_answer(artifacts: Artifacts) -> bool:
    if np.isfinite(artifacts.probabilities).all():
        return True
    st.warning(
        "This model has no answers: its weights became nan, not a number, so every probability is nan too. "
        "The steps were too large. Try a smaller learning rate.",
        icon=":material/warning:",
    )
    return False


def _confusion(key: str, run: Run, artifacts: Artifacts) -> None:
    if not _can_answer(artifacts):
        return
    names = _class_names(run)
    labels = _test_pictures(run.config.dataset).labels
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
    what = f"{names[true]} called {names[said]}"
    _pictures_of(key, "cell", run, artifacts, chosen, what)


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


def _mistakes(key: str, run: Run, artifacts: Artifacts) -> None:
    if not _can_answer(artifacts):
        return
    labels = _test_pictures(run.config.dataset).labels
    probabilities = artifacts.probabilities
    wrong = np.flatnonzero(probabilities.argmax(axis=1) != labels)
    surest = wrong[np.argsort(-probabilities[wrong].max(axis=1), kind="stable")]
    st.markdown("The mistakes the model was surest of come first. Would you have done better?")
    _pictures_of(key, "mistakes", run, artifacts, surest, "wrong answers")


def _pictures_of(
    key: str, name: str, run: Run, artifacts: Artifacts, places: NDArray[np.intp], what: str
) -> None:
    pictures, names = _test_pictures(run.config.dataset), _class_names(run)
    if not len(places):
        st.caption(f"No test picture: {what}.")
        return
    shown = places[:GRID]
    rows = artifacts.probabilities[shown]
    captions = [
        f"{names[label]}; says {names[row.argmax()]}, {row.max() * 100:.0f} %"
        for label, row in zip(pictures.labels[shown], rows, strict=True)
    ]
    count = f"{len(shown)} of {len(places):,}" if len(places) > len(shown) else f"{len(places)}"
    st.caption(f"{count} test picture{'' if len(places) == 1 else 's'}: {what}.")
    picture_grid(
        pictures.images[shown], captions, alt=f"Test pictures: {what}", columns=8, key=f"{key}-{name}-grid"
    )


def _neurons(artifacts: Artifacts) -> None:
    weights = artifacts.first_layer
    sheet = weights_sheet(weights[:, :SHEET_UNITS], columns=SHEET_COLUMNS)
    st.markdown(
        "Each square is one neuron of the hidden layer: its 784 weights, put back as 28 rows of 28. "
        "Orange pixels speak for the pattern it looks for, blue ones against it. "
        "Noise means that it has learned little there."
    )
    if weights.shape[1] > SHEET_UNITS:
        st.caption(f"The first {SHEET_UNITS} of {weights.shape[1]:,} neurons.")
    st.image(sheet.png, caption=sheet.summary, alt=sheet.summary, output_format="PNG")


def _layers(artifacts: Artifacts) -> None:
    summary = artifacts.summary
    st.markdown("What `model.summary()` prints. `None` stands for the number of pictures, which may vary.")
    st.table(
        {
            "Layer": [f"{row.name} ({row.class_name})" for row in summary.layers],
            "Output shape": [row.output_shape for row in summary.layers],
            "Weights": [f"{row.params:,}" for row in summary.layers],
        },
        hide_index=True,
        alt="The layers of the model with their output shapes and numbers of weights",
    )
    st.caption(f"{summary.total_params:,} weights in all.")
