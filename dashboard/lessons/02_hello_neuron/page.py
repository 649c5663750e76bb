"""Hello, neuron: a question, one neuron to train, each step worked out, and why it says 18.98."""

from __future__ import annotations

import math
from dataclasses import replace

import streamlit as st

from dashboard.components import training_panel_settings as settings
from dashboard.components.address import Number
from dashboard.components.code_panel import code_panel
from dashboard.components.lesson_page import PROSE_WIDTH, prose
from dashboard.components.neuron_view import neuron_view
from dashboard.components.points_table import points_table
from dashboard.components.quiz import Question, ask, show_outcome
from dashboard.components.results_panel import results_panel
from dashboard.components.training_panel import run_on_show
from dashboard.components.workbench import Panel, workbench
from dashboard.components.worked_step import worked_step
from dashboard.experiments.codegen import notebook, python_source
from dashboard.experiments.config import TrainingConfig
from dashboard.experiments.neuron import predict, surface
from dashboard.experiments.points import LARGEST
from dashboard.experiments.run import Run
from dashboard.lessons import Lesson

KEY = "neuron"
X = 10.0  # the number that the notes ask the neuron about
DEFAULTS = TrainingConfig("line", "neuron", optimizer="sgd", learning_rate=0.01, epochs=500)
EXPERIMENTS = {
    "2,000 epochs": replace(DEFAULTS, epochs=2_000),
    "Twice the points": replace(DEFAULTS, points=tuple((float(x), 2.0 * x - 1.0) for x in range(-1, 11))),
    "Learning rate 0.2": replace(DEFAULTS, learning_rate=0.2),
    "Momentum 0.9": replace(DEFAULTS, momentum=0.9),
    "RMSprop": replace(DEFAULTS, optimizer="rmsprop"),
    "Adam": replace(DEFAULTS, optimizer="adam"),
    "Points off the line": replace(
        DEFAULTS, points=((-1.0, -2.0), (0.0, -2.0), (1.0, 2.0), (2.0, 2.0), (3.0, 6.0), (4.0, 6.5))
    ),
    "Back to the start": DEFAULTS,
}
QUESTION = Question(
    f"{KEY}-prediction",
    "Before you press Train: after 500 epochs on these six points, what will the neuron say for x = 10?",
    ("Exactly 19", "Nearly 19, but not quite", "Something far from 19: it never saw an x beyond 4"),
    (
        "The rule gives 19, and the neuron finds the rule almost. Each epoch takes away a share of the error that is "
        "left, so a little is always left.",
        "It stops short of the rule: each epoch takes away only a share of the error that is left. More epochs bring "
        "it closer.",
        "It can go astray far from its points when it has learned little, or diverged. But a line that fits the points "
        "well is a good line at 10 too, because the rule is a line.",
    ),
)


def render(lesson: Lesson) -> None:
    """Draw the lesson."""
    prose(lesson, "intro")
    with st.container(width=PROSE_WIDTH):
        ask(QUESTION, settled=_known_outcome(run_on_show(KEY, DEFAULTS)) is not None)
    panel = workbench(KEY, DEFAULTS, beneath=_beneath)
    done = panel.run if panel.run is not None and panel.run.state.final else None
    prose(lesson, "view")
    prose(lesson, "loop")
    with st.container(width=PROSE_WIDTH):
        worked_step(f"{KEY}-worked", done, address="step")
    prose(lesson, "experiments")
    with st.container(horizontal=True):
        for name, config in EXPERIMENTS.items():
            st.button(name, key=f"{KEY}-try-{name}", on_click=settings.choose, args=(KEY, config))
    prose(lesson, "rate")
    _stable_rate(panel.config)
    for section in ("optimizers", "nineteen", "own-points"):
        prose(lesson, section)
    points_table(KEY)
    if done is not None and done.artifacts:
        st.header("Inside the model you trained")
        results_panel(f"{KEY}-results", done)
    for section in ("words", "notes-today"):
        prose(lesson, section)
    st.header("The same in plain Keras")
    st.markdown("This program has the settings of the panel above. It runs as it stands.", width=PROSE_WIDTH)
    code_panel(python_source(panel.config), notebook(panel.config), "hello_neuron", key=f"{KEY}-code")


def _beneath(panel: Panel) -> None:
    """What belongs right under the curve: the neuron at work, its answer, and the outcome of the question."""
    asked = Number("ask", X, low=-LARGEST, high=LARGEST)
    options = asked.options()
    x = float(st.session_state[asked.widget] or 0.0)
    run = panel.run
    same = run is not None and run.config.points == panel.config.points
    neuron_view(
        panel.config.points,
        key=f"{KEY}-view",
        run_id=run.id if run is not None and same else "",
        path=run.path if run is not None and same else (),
        ask=x,
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        asked.keep(st.number_input("Ask the neuron: x", -LARGEST, LARGEST, step=1.0, width=180, **options))
        st.markdown(_answer(run, x))
    with st.container(width=PROSE_WIDTH):
        show_outcome(QUESTION, _known_outcome(run))


def _answer(run: Run | None, x: float) -> str:
    if run is None or not run.path or not run.state.final:
        return "`model.predict` has no answer before the neuron is trained."
    value = predict(run.path[-1], x)
    shown = f"{value:.5f}" if math.isfinite(value) else f"{value}"
    return f"`model.predict(np.array([[{x}]]))` gives **{shown}**"


def _known_outcome(run: Run | None) -> str | None:
    """Return what the last finished run said for x = 10; it stays on show while the next one trains."""
    name = f"{KEY}-outcome"
    told = outcome(run) if run is not None and run.state.final else None
    if told:
        st.session_state[name] = told
    known: str | None = st.session_state.get(name)
    return known


def outcome(run: Run) -> str | None:
    """Return in a sentence what the neuron says for x = 10, or None if the run has no epoch."""
    if run.epochs_done == 0 or not run.path:
        return None
    value = predict(run.path[-1], X)
    after = f"After {run.epochs_done:,} {'epoch' if run.epochs_done == 1 else 'epochs'}"
    if not math.isfinite(value):
        return f"{after} it says {value}: the training diverged, because each step was too large."
    return f"{after} it says {value:.5f} for x = 10."


def _stable_rate(config: TrainingConfig) -> None:
    limit = surface(config.points).largest_stable_rate()
    st.markdown(
        f"For the points in the table below, plain SGD diverges above a learning rate of **{limit:.3g}**: 2 divided by "
        "the largest curvature of the surface.",
        width=PROSE_WIDTH,
    )
