"""What the parts of the results panel show: the files of a run, the test pictures, the names of the classes."""

from __future__ import annotations

import numpy as np
import streamlit as st

from dashboard import server
from dashboard.experiments.artifacts import Artifacts
from dashboard.experiments.config import TrainingConfig
from dashboard.experiments.datasets import Pictures, dataset_info, load
from dashboard.experiments.run import Run


def artifacts_of(run: Run) -> Artifacts:
    """Return the files of a run; read anew once it has trained further.

    Raises:
        RunNotFoundError: if the run is gone.
    """
    server.run_store().folder(
        run.id
    )  # also when it is still in memory: a run that is gone has nothing to look at
    return _artifacts(run.id, run.epochs_done, run.seconds)


def test_pictures(config: TrainingConfig) -> Pictures:
    """Return the test pictures of a run's data set, in the size that its model sees.

    Raises:
        DatasetError: if a file is missing or damaged.
    """
    return _pictures(config.dataset, config.size)


def class_names(run: Run) -> tuple[str, ...]:
    """Return the names of the classes that the run's model tells apart; none if it predicts a number."""
    return dataset_info(run.config.dataset).class_names


def can_answer(artifacts: Artifacts) -> bool:
    """Return whether the model's answers are numbers; else say why they are not."""
    if np.isfinite(artifacts.probabilities).all():
        return True
    st.warning(
        "This model has no answers: its weights became nan, not a number, so every probability is nan too. "
        "The steps were too large. Try a smaller learning rate.",
        icon=":material/warning:",
    )
    return False


@st.cache_resource(show_spinner=False, max_entries=4)  # the weights of each may take 4 MB
def _artifacts(run_id: str, _epochs: int, _seconds: float) -> Artifacts:
    return server.run_store().artifacts(run_id)


@st.cache_resource(show_spinner=False, max_entries=4)
def _pictures(dataset: str, size: int | None) -> Pictures:
    return load(dataset, "test", size=size)
