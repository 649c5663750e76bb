"""Rules or a network over people in motion: a map of its answers and its scores on people kept aside."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from dashboard.components.address import Choice, Number
from dashboard.components.data_table import figure_with_table
from dashboard.experiments import motion
from dashboard.experiments.motion import ACTIVITIES, FEATURES, GOLFING, SCALES, UNITS, Rules
from dashboard.experiments.run import Run

__all__ = [
    "AXES",
    "axes_select",
    "learner_map",
    "motion_map",
    "people_kept_aside",
    "rule_widgets",
    "scores_table",
]

STAGES = {"three": "Three activities", "golf": "Golf arrives", "rule": "Add a rule for golf"}
# Which features the map shows, by what the address says.
AXES = {"speed-sway": (0, 2), "speed-cadence": (0, 1), "cadence-sway": (1, 2)}
_COLUMNS = 60

Answers = Callable[[NDArray[Any]], NDArray[np.int64]]


@st.cache_data(show_spinner=False)
def people_kept_aside(golf: bool = True) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """Return the people kept aside: speed, cadence and sway of each, and what they do."""
    x, y = motion.recordings(motion.TEST_PEOPLE, motion.TEST_SEED)
    chosen = np.ones(len(y), bool) if golf else y != GOLFING
    return x[chosen], y[chosen]


def rule_widgets() -> tuple[str, Rules]:
    """Draw the stage and the sliders of the rules; return the stage, a key of ``STAGES``, and the rules."""
    stage = Choice("stage", "three", words=tuple(STAGES))
    options = stage.options()
    chosen = stage.keep(
        st.radio("Who is out there", list(STAGES), format_func=lambda name: STAGES[name], **options)
    )
    run_above = _slider("run", "Running from (km/h)", 6.0, 2.0, 20.0, 0.25)
    bike_above = _slider("bike", "Biking from (km/h)", 11.0, 2.0, 30.0, 0.25)
    golf_sway = _slider(
        "golf", "Slow, and golfing from a sway of (cm)", 9.0, 0.0, 15.0, 0.25, off=chosen != "rule"
    )
    return chosen, Rules(run_above, bike_above, golf_sway if chosen == "rule" else None)


def _slider(
    name: str, words: str, default: float, low: float, high: float, step: float, *, off: bool = False
) -> float:
    kept = Number(f"{name}-from", default, low=low, high=high)
    options = kept.options()
    value: float = kept.keep(st.slider(words, low, high, step=step, disabled=off, **options))
    return value


def axes_select() -> tuple[int, int]:
    """Draw the choice of what the maps show, and return the two features."""
    kept = Choice("axes", "speed-sway", words=tuple(AXES))
    options = kept.options()
    chosen = kept.keep(
        st.radio(
            "The maps show",
            list(AXES),
            format_func=lambda name: name.replace("-", " and "),
            horizontal=True,
            **options,
        )
    )
    return AXES[chosen]


def motion_map(key: str, answers: Answers, axes: tuple[int, int], *, who: str, golf: bool = True) -> None:
    """Draw the map of somebody's answers, in words and numbers too.

    Args:
        key: unique on the page.
        answers: gives an activity for each row of three features.
        axes: the two features to show.
        who: whose answers they are, as the beginning of a sentence: ``"Your rules"``.
        golf: whether golfers are among the people.
    """
    from dashboard.charts.regions import Map, regions  # Plotly takes long to import

    x, truth = people_kept_aside(golf)
    given = answers(x)
    rows, places = _plane(axes)
    across, up = axes
    drawn = Map(
        _title(across), _title(up), x[:, across] * SCALES[across], x[:, up] * SCALES[up], truth, given, places,
        answers(rows).reshape(_COLUMNS, _COLUMNS), ACTIVITIES,
    )  # fmt: skip
    shares = motion.score(given, truth)
    table = [{"activity": name, "right": f"{share * 100:.1f} %"} for name, share in shares.items()]
    figure_with_table(regions(drawn), _summary(who, shares, len(truth)), table, key=key)


def _summary(who: str, shares: dict[str, float], people: int) -> str:
    each = ", ".join(f"{name} {share * 100:.0f} %" for name, share in shares.items() if name != "all")
    right = round(shares["all"] * people)
    return f"{who}: {right} of {people} people right, **{shares['all'] * 100:.1f} %** ({each})."


@st.cache_data(show_spinner=False)
def _plane(
    axes: tuple[int, int],
) -> tuple[NDArray[np.float64], tuple[NDArray[np.float64], NDArray[np.float64]]]:
    """Return the rows of the background of a map, and its places in the units of the axes."""
    across, up = axes
    rows = motion.plane(people_kept_aside()[0].astype(np.float64), across, up, _COLUMNS)
    places = rows[:_COLUMNS, across] * SCALES[across], rows[::_COLUMNS, up] * SCALES[up]
    return rows, places


def _title(feature: int) -> str:
    return f"{FEATURES[feature]} ({UNITS[feature]})"


@st.fragment
def learner_map(key: str, run: Run, axes: tuple[int, int]) -> None:
    """Draw what a run's network answers after any epoch of it; the slider redraws nothing else of the page.

    Args:
        key: unique on the page.
        run: the run on show, with its path.
        axes: the two features to show.
    """
    last = len(run.path) - 1
    kept = Number("epoch", -1, low=-1, high=100)
    options = kept.options()
    asked, longest = st.session_state[kept.widget], st.session_state.get(f"{key}-last", last)
    # -1, the default, is the end. Who looked at the end of one run sees the end of the next, however long.
    at_end = asked is None or asked < 0 or asked >= longest
    st.session_state[kept.widget] = last if at_end else min(asked, last)
    st.session_state[f"{key}-last"] = last
    above = st.container()
    epoch = st.slider("After epoch", 0, last, **options | kept.default_option())
    kept.keep(-1 if epoch == last else epoch)
    weights = run.path[epoch]
    if not np.isfinite(weights).all():
        above.warning(
            "The weights are nan, not a number, so the network has no answers any more. The steps were too large: "
            "try a smaller learning rate, or move the slider back.",
            icon=":material/warning:",
        )
        return
    when = "before its first step" if epoch == 0 else f"after epoch {epoch} of {last}"
    with above:
        motion_map(
            f"{key}-map", lambda x: motion.network_answers(weights, x), axes, who=f"The learner {when}"
        )


def scores_table(rules: dict[str, float], learner: dict[str, float] | None) -> None:
    """Show the scores of rules and learner side by side.

    Args:
        rules: shares of right answers, as ``motion.score`` gives them.
        learner: the same of the learner; None before it is trained.
    """
    table: dict[str, list[str]] = {"activity": list(rules)}
    table["your rules"] = [f"{share * 100:.1f} %" for share in rules.values()]
    table["the learner"] = [
        "not trained yet" if learner is None else f"{learner[name] * 100:.1f} %" for name in rules
    ]
    st.table(table, hide_index=True, alt="Right answers for people kept aside: your rules and the learner.")
