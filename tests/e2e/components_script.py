"""The page of components_app.py: one component at a time, chosen by ?show=."""

import secrets

import numpy as np
import streamlit as st
from components_runs import curve_history, status, status_of

from dashboard.charts import figures, pictures
from dashboard.charts.summary import confusion_summary
from dashboard.components.code_editor import code_editor
from dashboard.components.code_panel import code_panel
from dashboard.components.data_table import figure_with_table
from dashboard.components.live_curve import live_curve
from dashboard.components.picture_grid import crisp_image, picture_grid
from dashboard.components.quiz import Question, ask, show_outcome
from dashboard.experiments.run import RunState

STUB = 'import keras\n\n\ndef answer():\n    """Give the answer."""\n    return 41  # not yet\n'
CLASS_NAMES = (
    "T-shirt/top",
    "Trouser",
    "Pullover",
    "Dress",
    "Coat",
    "Sandal",
    "Shirt",
    "Sneaker",
    "Bag",
    "Ankle boot",
)

OVERLAYS = [
    {
        "name": "512 neurons",
        "history": {"val_loss": [0.9, 0.7, 0.6], "val_accuracy": [0.7, 0.8, 0.82]},
        "colour": 0,
    },
    {"name": "no validation", "history": {"loss": [1.2] * 30, "accuracy": [0.5] * 30}, "colour": 9},
]


@st.fragment
def show_editor() -> None:
    token = st.session_state.setdefault("token", 0)
    text = code_editor("editor", STUB, draft_key="demo", label="Your answer", height=260, reset_token=token)
    if st.button("Check"):
        st.session_state.checked = text
    if st.button("Start again"):
        st.session_state.token += 1
        st.rerun(scope="fragment")
    st.text(f"characters: {len(text)}")
    st.text(f"session: {st.session_state.setdefault('session', secrets.token_hex(4))}")
    st.code(st.session_state.get("checked", ""), language=None)


def show_growing_curve() -> None:
    """The run in the address; the script counts how often it runs, and two buttons choose another run or none."""
    st.session_state["runs"] = st.session_state.get("runs", 0) + 1
    run_id = st.session_state.setdefault("run", st.query_params.get("run", "some"))
    st.text(f"script runs: {st.session_state['runs']}")
    with st.container(horizontal=True):
        st.button("Another run", on_click=choose_run, args=("another",))
        st.button("No run", on_click=choose_run, args=("",))
        st.toggle("A message", key="message")
        st.toggle("No curve", key="hidden")
    with st.container():
        if st.session_state["message"]:
            st.error("Something to tell.")
    if st.session_state["hidden"]:
        return
    now = status_of(run_id) if run_id else None
    live_curve(now, total_epochs=5, key="curve")


def choose_run(run_id: str) -> None:
    st.session_state["run"] = run_id


def show_still_curves() -> None:
    live_curve(status("stopped", curve_history(14), 20, RunState.FINISHED, stopped_epoch=14), key="stopped")
    live_curve(status("broken", curve_history(6, broken=True), 10, RunState.FINISHED), key="broken")
    live_curve(status("loss", {"loss": [3.0, 1.0, 0.4]}, 3, RunState.FINISHED), key="loss-only", height=160)


def show_overlays() -> None:
    live_curve(status("mine", curve_history(14), 20, RunState.FINISHED), key="overlaid", overlays=OVERLAYS)


def show_charts() -> None:
    generator = np.random.default_rng(0)
    counts = generator.integers(0, 60, (10, 10)) + np.diag(generator.integers(700, 950, 10))
    state = figure_with_table(
        figures.confusion_matrix(counts, CLASS_NAMES),
        confusion_summary(counts, CLASS_NAMES),
        figures.confusion_rows(counts, CLASS_NAMES),
        "confusion",
        select=True,
    )
    st.text(f"cell: {figures.selected_cell(state)}")
    probabilities = np.array([0.01, 0.0, 0.05, 0.02, 0.22, 0.0, 0.66, 0.0, 0.03, 0.01])
    figure_with_table(
        figures.probability_bars(probabilities, CLASS_NAMES, true_label=4, predicted=6),
        "The model says Shirt (66.0 %); the picture shows a Coat.",
        [
            {"class": name, "probability": float(p)}
            for name, p in zip(CLASS_NAMES, probabilities, strict=True)
        ],
        "bars",
    )
    images = generator.integers(0, 256, (8, 28, 28), dtype=np.uint8)
    captions = [f"{CLASS_NAMES[index]}, {50 + index} %" for index in range(8)]
    picture_grid(images, captions, columns=4, key="grid", alt="Eight noisy pictures")
    weights = generator.normal(0, 0.1, (784, 12))
    sheet = pictures.weights_sheet(weights, columns=6)
    crisp_image(sheet.png, sheet.summary, alt=sheet.summary, width=700, key="weights")


def show_words() -> None:
    question = Question(
        "epochs_guess",
        "What will more epochs do?",
        ["Both accuracies rise for ever", "Only the training accuracy keeps rising"],
        ["Validation levels off: the model learns its pictures by heart.", "Right: that is overfitting."],
    )
    outcome = st.session_state.get("outcome")
    ask(question, settled=outcome is not None)
    show_outcome(question, outcome)
    if st.button("Run"):
        st.session_state.outcome = "Training accuracy rose to 95 %, validation stayed at 89 %."
        st.rerun()
    code_panel("import keras\nprint(keras.__version__)\n", '{"cells": []}', "lesson", "code")


PARTS = {
    "editor": show_editor,
    "growing": show_growing_curve,
    "curves": show_still_curves,
    "overlays": show_overlays,
    "charts": show_charts,
    "words": show_words,
}
PARTS[st.query_params.get("show", "editor")]()
