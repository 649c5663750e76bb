"""Trains the settings that the address holds as JSON, then shows nothing but the look inside the model."""

import json

import streamlit as st

from dashboard import server
from dashboard.components.results_panel import results_panel
from dashboard.experiments.config import TrainingConfig

server.start()
st.title("A look inside")


def wait_for(run_id: str) -> None:
    if server.worker_pool().status(run_id).state.final:
        st.rerun()
    server.worker_pool().touch("browser test")
    st.text("It trains.")


if "run" not in st.query_params:
    config = TrainingConfig.from_json(json.loads(st.query_params["config"]))
    st.query_params["run"] = server.worker_pool().submit(config, "browser test")
run = server.worker_pool().status(st.query_params["run"]).run
if run.state.final:
    results_panel("results", run)
else:
    st.fragment(wait_for, run_every=0.3)(run.id)
