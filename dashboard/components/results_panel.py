"""A look inside the model just trained: its figures, its answers, its mistakes, its weights, its health."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import streamlit as st

from dashboard.components.results_answers import answers, mistakes
from dashboard.components.results_confusion import confusion
from dashboard.components.results_epochs import epoch_by_epoch
from dashboard.components.results_health import health
from dashboard.components.results_layers import layers
from dashboard.components.results_line import line
from dashboard.components.results_look import look
from dashboard.components.results_source import artifacts_of, class_names
from dashboard.components.results_weights import weights
from dashboard.experiments.artifacts import ArtifactError, Artifacts
from dashboard.experiments.datasets import DatasetError, dataset_info
from dashboard.experiments.run import Run
from dashboard.experiments.runs import RunNotFoundError

_Section = Callable[[str, Run, Artifacts], None]
_WITH_CLASSES: dict[str, _Section] = {
    "Its answers": answers,
    "Confusion matrix": confusion,
    "Its mistakes": mistakes,
    "What each layer sees": look,
    "What neurons look for": weights,
    "Its layers": layers,
    "Its health": health,
}
_WITHOUT_CLASSES: dict[str, _Section] = {
    "What it learned": line,
    "Its weights": weights,
    "Its layers": layers,
    "Its health": health,
}


@st.fragment
def results_panel(key: str, run: Run) -> None:
    """Draw what can be seen in a finished run; clicks here redraw nothing else of the page.

    Args:
        key: unique on the page.
        run: a finished or stopped run; one without files gets a sentence.
    """
    with _told():
        artifacts = artifacts_of(run)
        sections = _WITH_CLASSES if class_names(run) else _WITHOUT_CLASSES
        if "outputs" in run.artifacts:
            sections = {**sections, "Epoch by epoch": epoch_by_epoch}
        with _told():
            _figures(run, artifacts)
        tabs = st.tabs(list(sections), key=f"{key}-tabs", on_change="rerun")
        for tab, draw in zip(tabs, sections.values(), strict=True):
            if tab.open:
                with tab, _told():
                    draw(key, run, artifacts)


@contextmanager
def _told() -> Iterator[None]:
    """Tell of a file that is missing or damaged where it is needed; the rest of the panel stays."""
    try:
        yield
    except (ArtifactError, DatasetError, RunNotFoundError) as error:
        st.warning(str(error), icon=":material/folder_off:")


def _figures(run: Run, artifacts: Artifacts) -> None:
    last = {name: values[-1] for name, values in run.history.items() if values}
    accuracy = artifacts.summary.test_accuracy
    with st.container(horizontal=True, gap="medium"):
        if accuracy is None:
            st.metric("Training loss", f"{last.get('loss', math.nan):.4g}", width="content")
            st.metric("Epochs", f"{run.epochs_done:,}", width="content")
            return
        info = dataset_info(run.config.dataset)
        training, validation = last.get("accuracy", math.nan), last.get("val_accuracy", math.nan)
        st.metric("Training accuracy", _percent(training), width="content")
        st.metric(_accuracy("Validation", info.validation_of), _percent(validation), width="content")
        st.metric(
            "Gap",
            f"{(training - validation) * 100:.1f} points",
            width="content",
            help="Training minus validation. A large gap: it learned its training pictures by heart.",
        )
        st.metric(
            _accuracy("Test", info.test_of),
            _percent(accuracy),
            width="content",
            help=f"On the {info.test_size:,} pictures kept for the very end.",
        )


def _accuracy(split: str, of: str) -> str:
    return f"{split} accuracy, {of}" if of else f"{split} accuracy"


def _percent(share: float) -> str:
    return "not a number" if math.isnan(share) else f"{share * 100:.1f} %"
