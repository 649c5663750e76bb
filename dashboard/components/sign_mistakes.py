"""How a model of several classes did on drawings by known and by new artists, class by class."""

from __future__ import annotations

import numpy as np

from dashboard.components.results_source import artifacts_of, class_names, test_pictures
from dashboard.experiments.artifacts import ArtifactError
from dashboard.experiments.datasets import DatasetError
from dashboard.experiments.run import Run
from dashboard.experiments.runs import RunStoreError


def told_by_class(run: Run) -> str | None:
    """Return in two or three sentences how a run did on its three sets, and on each class by new artists.

    Args:
        run: a run on a data set with a validation set of its own.

    Returns:
        The sentences; None if the run has no answers yet.
    """
    if not run.state.final or not run.artifacts or not run.history.get("val_accuracy"):
        return None
    try:
        artifacts = artifacts_of(run)
        labels = test_pictures(run.config).labels
    except (ArtifactError, DatasetError, RunStoreError):
        return None
    probabilities = artifacts.probabilities
    if artifacts.summary.test_accuracy is None or not np.isfinite(probabilities).all():
        return None
    names, said = class_names(run), probabilities.argmax(axis=1)
    shares = {name: float((said[labels == label] == label).mean()) for label, name in enumerate(names)}
    order = sorted(shares, key=lambda name: shares[name])
    by_class = ", ".join(f"{name} {shares[name] * 100:.0f} %" for name in order)
    train, same = (run.history[name][-1] * 100 for name in ("accuracy", "val_accuracy"))
    return (
        f"{train:.1f} % on the training pictures, {same:.1f} % on new scenes by the same artists, "
        f"{artifacts.summary.test_accuracy * 100:.1f} % on drawings by new artists. There it is right for: {by_class}."
    )
