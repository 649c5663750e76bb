"""The entry of ``streamlit run``: the pages, and beside them the event stream of the training runs."""

from __future__ import annotations

import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
if str(FOLDER.parent) not in sys.path:  # `streamlit run` puts this folder there, not the project
    sys.path.insert(0, str(FOLDER.parent))

import streamlit as st  # noqa: E402

from dashboard import memory, progress, static_files, streams  # noqa: E402

memory.be_sparing()

app = st.App(
    FOLDER / "navigation.py",
    lifespan=streams.lifespan,
    routes=streams.routes(),
    middleware=[*progress.middleware(), *static_files.middleware()],
)
