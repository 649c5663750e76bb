"""The page of app.py."""

import streamlit as st

from benchmarks.watched.run import EPOCHS, as_if_over, status_of
from dashboard.components.live_curve import live_curve

REDRAW_SECONDS = 0.2
PROSE = "A paragraph that a learner reads while the curve moves. " * 12


def with_component(run_id: str) -> None:
    status = status_of(run_id)
    live_curve(as_if_over(status), key="curve", height=200)
    st.html(f"<p class='points'>{status.run.epochs_done}</p>")


def with_vega(run_id: str) -> None:
    history = status_of(run_id).run.history
    for title, names in (("Loss", ("loss", "val_loss")), ("Accuracy", ("accuracy", "val_accuracy"))):
        rows = [
            {"epoch": epoch, "series": name, "value": value}
            for name in names
            for epoch, value in enumerate(history.get(name, ()), 1)
        ]
        st.vega_lite_chart(
            {
                "data": {"values": rows},
                "mark": {"type": "line", "point": True},
                "height": 200,
                "encoding": {
                    "x": {"field": "epoch", "type": "quantitative", "scale": {"domain": [1, EPOCHS]}},
                    "y": {"field": "value", "type": "quantitative", "title": title},
                    "color": {"field": "series", "type": "nominal"},
                },
            },
            key=title,
        )
    st.html(f"<p class='points'>{len(history.get('loss', ()))}</p>")


st.title("A curve while it grows")
run = st.query_params["run"]
match st.query_params["way"]:
    case "fragment with the component":
        st.fragment(with_component, run_every=REDRAW_SECONDS)(run)
    case "fragment with Vega-Lite":
        st.fragment(with_vega, run_every=REDRAW_SECONDS)(run)
    case "component with its own stream":
        live_curve(status_of(run), key="curve", height=200)
for _ in range(12):
    st.markdown(PROSE)
