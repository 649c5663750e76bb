"""The right split, a leaky one and the learner's own on one seed: what the testing folder promises, and what is so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import streamlit as st

from dashboard import server
from dashboard.charts.comparison import Curves, overlay_rows
from dashboard.charts.split_curves import testing_curves
from dashboard.components.data_table import figure_with_table
from dashboard.components.lesson_page import PROSE_WIDTH
from dashboard.components.waited_runs import kept_runs, submit_runs, wait_for
from dashboard.experiments.artifacts import ArtifactError
from dashboard.experiments.config import TrainingConfig
from dashboard.experiments.run import Run
from dashboard.experiments.runs import RunStoreError
from dashboard.experiments.split_versions import VERSIONS, split_counts
from dashboard.experiments.wording import percent

PARAMETER = "splits"
MOST = 3
LEAKY = (
    "front"  # what the right split is always compared with: the same training folder, another testing folder
)
_SIZE = 0.8  # of the right split, where that of the settings leaves nothing to test with


@dataclass(frozen=True)
class Judged:
    """What a run came to.

    Args:
        config: its settings.
        training: share of right answers on the training pictures after the last epoch, 0 to 1.
        testing: the same on the testing folder.
        untouched: the same on pictures that never were in the folder.
    """

    config: TrainingConfig
    training: float
    testing: float
    untouched: float

    @property
    def flattery(self) -> float:
        """By how many points the testing folder promises more than is so."""
        return (self.testing - self.untouched) * 100


def compared_configs(config: TrainingConfig) -> list[TrainingConfig]:
    """Return the settings of the right split, of the leaky one, and of the panel's split if that is a third one.

    Args:
        config: the panel's.
    """
    size = config.split_size if split_counts("right", config.split_size, copies=False)[1] else _SIZE
    right = replace(config, split="right", copies=False, split_size=size)
    configs = [right, replace(right, split=LEAKY)]
    return configs if config in configs or not config.validation_examples else [*configs, config]


def split_comparison(key: str, config: TrainingConfig) -> list[Run]:
    """Draw the button and, once both have trained, their curves and what they promise; return the runs.

    Args:
        key: unique on the page.
        config: the panel's settings.
    """
    configs = compared_configs(config)
    runs = kept_runs(PARAMETER, most=MOST)
    st.button(
        "Train them",
        icon=":material/compare_arrows:",
        key=f"{key}-train",
        disabled=any(not run.state.final for run in runs),
        help="The settings of the panel and its seed; only the split differs.",
        on_click=submit_runs,
        args=(PARAMETER, configs),
    )
    if wait_for(PARAMETER, runs) and runs:
        if [run.config for run in runs] != configs:
            st.caption("Settings have changed since these runs. Press the button to see the difference.")
        _results(key, runs)
    return runs


def split_name(config: TrainingConfig) -> str:
    """Return a name for the split of some settings."""
    title = VERSIONS[config.split].title
    copies = ", copies left in" if config.copies else ""
    return f"{title}{copies}, SPLIT_SIZE {config.split_size:g}"


def judged(run: Run) -> Judged | None:
    """Return what a run came to; None if it has not ended, or has no testing folder to speak of."""
    if not run.state.final or not run.artifacts or not run.history.get("val_accuracy"):
        return None
    try:
        untouched = server.run_store().artifacts(run.id).summary.test_accuracy
    except (ArtifactError, RunStoreError):
        return None
    if untouched is None:
        return None
    return Judged(run.config, run.history["accuracy"][-1], run.history["val_accuracy"][-1], untouched)


def verdict(found: Judged) -> str:
    """Return in words what the testing folder promised and what was so."""
    points = found.flattery
    promise = f"the testing folder says {percent(found.testing)}, untouched pictures say {percent(found.untouched)}: "
    if abs(points) < 0.05:
        return promise + "the same."
    more = "more" if points > 0 else "less"
    return promise + f"it promises {abs(points):.1f} points {more} than is so."


def _short_name(config: TrainingConfig) -> str:
    """Return what a run is called in the figure."""
    return {"right": "Right", LEAKY: "From the front"}.get("" if config.copies else config.split, "Yours")


def _results(key: str, runs: Sequence[Run]) -> None:
    """Draw the runs that came to something; one that was stopped early or is gone is left out."""
    pairs = [(run, found) for run in runs if (found := judged(run)) is not None]
    if not pairs:
        return
    both = [found for _, found in pairs]
    curves = [Curves(_short_name(run.config), run.history) for run, _ in pairs]
    told = " ".join(f"{curve.name}: {verdict(each)}" for curve, each in zip(curves, both, strict=True))
    figure_with_table(
        testing_curves(curves, [each.untouched for each in both]),
        told,
        overlay_rows(curves, "accuracy", "validation"),
        f"{key}-curves",
    )
    st.table(
        {
            "split": [split_name(each.config) for each in both],
            "training": [percent(each.training) for each in both],
            "testing folder": [percent(each.testing) for each in both],
            "untouched": [percent(each.untouched) for each in both],
            "promised too much": [f"{each.flattery:+.1f} points" for each in both],
        },
        hide_index=True,
        alt=told,
    )
    st.markdown(
        "One seed. The right split misses by a few points up or down too, since its testing folder is small. "
        "Try other seeds: a leak errs to one side.",
        width=PROSE_WIDTH,
    )
