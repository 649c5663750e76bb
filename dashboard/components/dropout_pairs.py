"""The panel's model without and with dropout on several seeds: the gaps, and how alike the neurons became."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from dashboard import server
from dashboard.charts.pictures import weights_sheet
from dashboard.components.picture_grid import crisp_image
from dashboard.components.results_source import artifacts_of
from dashboard.components.waited_runs import kept_runs, submit_runs, wait_for
from dashboard.experiments.artifacts import ArtifactError
from dashboard.experiments.config import TrainingConfig
from dashboard.experiments.dropout_pairs import (
    SEEDS,
    SeedPair,
    gap_outcome,
    pair_configs,
    pair_rows,
    paired,
)
from dashboard.experiments.neuron_correlation import Alikeness, alikeness, told
from dashboard.experiments.run import Run
from dashboard.experiments.runs import RunStoreError

PARAMETER = "pairs"
LAYER = "dense"  # Keras' name of the first Dense layer
_PICTURE = (28, 28)


@dataclass(frozen=True)
class _Facts:
    """What is measured of one finished run.

    Args:
        switched_off: accuracy on training pictures with dropout switched off, 0 to 1.
        test: accuracy on the test pictures.
        inputs: weights of a hidden neuron.
        alike: how alike the hidden neurons are; None where there is nothing to measure.
    """

    switched_off: float | None
    test: float | None
    inputs: int
    alike: Alikeness | None


def pairs_button(key: str, base: TrainingConfig) -> None:
    """Draw the button that trains the runs, and wait for them.

    Args:
        key: unique on the page.
        base: the settings that all runs share.
    """
    configs = pair_configs(base)
    runs = _runs()
    st.button(
        f"Train without and with dropout, {SEEDS} seeds",
        icon=":material/compare_arrows:",
        key=f"{key}-pairs",
        disabled=any(not run.state.final for run in runs),
        help=f"The settings of the panel, {2 * SEEDS} times: each seed once without dropout and once with it.",
        on_click=submit_runs,
        args=(PARAMETER, configs),
    )
    if wait_for(PARAMETER, runs) and runs and [run.config for run in runs] != list(configs):
        st.caption("Settings have changed since these runs. Press the button again to see the difference.")


def trained_pairs() -> tuple[SeedPair, ...]:
    """Return the pairs that have trained; none while some still train."""
    runs = _runs()
    return paired(runs) if all(run.state.final for run in runs) else ()


def gaps(pairs: Sequence[SeedPair]) -> None:
    """Draw the table of what the runs reached."""
    if not pairs:
        return
    runs = [run for pair in pairs for run in (pair.without, pair.dropped)]
    facts = {run.id: _facts_of(run) for run in runs}
    rows = pair_rows(
        pairs,
        {name: found.switched_off for name, found in facts.items() if found is not None},
        {name: found.test for name, found in facts.items() if found is not None},
    )
    st.table(
        {name: [row[name] for row in rows] for name in rows[0]}, hide_index=True, alt=gap_outcome(pairs) or ""
    )
    st.caption(
        "*training* is what Keras reports: the mean over the epoch, with dropout at work. *training, dropout off* asks "
        "the finished model about the first training pictures, as validation does."
    )


def alike_outcome(pairs: Sequence[SeedPair]) -> str | None:
    """Return what the correlation of the hidden neurons' weights says; None where there is nothing to measure."""
    measured = _measured(pairs)
    if not measured:
        return None
    return told(
        [without for _, without, _ in measured],
        [dropped for _, _, dropped in measured],
        _inputs(measured[0][0].without),
    )


def alike_neurons(key: str, pairs: Sequence[SeedPair]) -> None:
    """Draw the correlations of each seed, and the neurons that are most alike, as pictures.

    Args:
        key: unique on the page.
        pairs: the runs.
    """
    measured = _measured(pairs)
    if not measured:
        st.info("There are no two neurons to compare in these runs.", icon=":material/info:")
        return
    rows = [
        {
            "seed": str(pair.without.config.seed),
            "mean, without": f"{without.mean:.3f}",
            "mean, with dropout": f"{dropped.mean:.3f}",
            "neighbours, without": f"{without.neighbours:.3f}",
            "neighbours, with dropout": f"{dropped.neighbours:.3f}",
            "highest, without": f"{without.closest[0].correlation:.2f}",
            "highest, with dropout": f"{dropped.closest[0].correlation:.2f}",
        }
        for pair, without, dropped in measured
    ]
    st.table(
        {name: [row[name] for row in rows] for name in rows[0]},
        hide_index=True,
        alt=alike_outcome(pairs) or "",
    )
    st.caption(
        "Correlation between the weights of two hidden neurons. *mean* takes its absolute value over all pairs, "
        "*neighbours* over neurons 1 and 2, 2 and 3, and so on; *highest* is the most alike pair."
    )
    pair, without, dropped = measured[0]
    st.markdown(f"**The three pairs that are most alike, seed {pair.without.config.seed}**")
    for column, run, found in zip(
        st.columns(2, gap="large"), (pair.without, pair.dropped), (without, dropped), strict=True
    ):
        with column:
            _closest(f"{key}-{'dropped' if run.config.dropout else 'plain'}", run, found)


def _closest(key: str, run: Run, found: Alikeness) -> None:
    kernel = _kernel(run)
    if kernel is None:
        return
    chosen = [place for pair in found.closest for place in (pair.first, pair.second)]
    sheet = weights_sheet(kernel[:, chosen], columns=2, shape=_PICTURE, scale=4)
    names = "; ".join(
        f"neurons {pair.first + 1} and {pair.second + 1}: {pair.correlation:.2f}" for pair in found.closest
    )
    heading = f"With dropout {run.config.dropout:g}" if run.config.dropout else "Without dropout"
    crisp_image(
        sheet.png, f"{heading}. From the top: {names}. {sheet.summary}", alt=f"{heading}: {names}",
        width=sheet.width, key=key,
    )  # fmt: skip


def _measured(pairs: Sequence[SeedPair]) -> list[tuple[SeedPair, Alikeness, Alikeness]]:
    found = []
    for pair in pairs:
        without, dropped = _facts_of(pair.without), _facts_of(pair.dropped)
        if without is not None and dropped is not None and without.alike and dropped.alike:
            found.append((pair, without.alike, dropped.alike))
    return found


def _runs() -> list[Run]:
    return kept_runs(PARAMETER, most=2 * SEEDS)


def _inputs(run: Run) -> int:
    facts = _facts_of(run)
    return facts.inputs if facts is not None else 0


def _facts_of(run: Run) -> _Facts | None:
    try:
        return _facts(run.id, run.epochs_done, run.seconds)
    except (ArtifactError, RunStoreError):
        return None


@st.cache_data(show_spinner=False, max_entries=64)  # eight runs are read on every run of the script
def _facts(run_id: str, _epochs: int, _seconds: float) -> _Facts:
    artifacts = server.run_store().artifacts(run_id)
    kernel = artifacts.layer_weights(LAYER).get("kernel", np.zeros((0, 0), np.float32))
    return _Facts(artifacts.health.right, artifacts.summary.test_accuracy, len(kernel), alikeness(kernel))


def _kernel(run: Run) -> NDArray[np.float32] | None:
    try:
        return artifacts_of(run).layer_weights(LAYER).get("kernel")
    except (ArtifactError, RunStoreError):
        return None
