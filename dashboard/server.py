"""What one server process shares between all learners: runs on disk, training workers, the grading service.

``streamlit run dashboard/app.py`` alone starts all of it: the first script run calls :func:`start`, which
returns at once, so that the first page never waits for a worker. Streamlit's own caches keep one of each.
"""

from __future__ import annotations

import atexit
import gc
import importlib
import logging
import os
import threading
from concurrent.futures import Future, ThreadPoolExecutor

import streamlit as st

import graders
from dashboard.experiments.runs import RunStore
from dashboard.workers.pool import WorkerPool

_LOG = logging.getLogger(__name__)
# Needed by the first lesson that is opened, not by the first page: loaded while the learner reads.
_LOADED_AHEAD = ("plotly.graph_objects", "PIL.Image")


@st.cache_resource(show_spinner=False)
def run_store() -> RunStore:
    """Return the runs on disk."""
    return RunStore()


@st.cache_resource(show_spinner=False)
def worker_pool() -> WorkerPool:
    """Return the training workers, started; they import TensorFlow in processes of their own."""
    pool = WorkerPool(run_store())
    pool.start()
    atexit.register(pool.close)
    return pool


@st.cache_resource(show_spinner=False)
def grading_service() -> graders.GradingService:
    """Return the grading service, its sandbox warming in the background."""
    service = graders.GradingService()
    service.start()
    atexit.register(service.close)
    return service


@st.cache_resource(show_spinner=False)
def _graders_at_work() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=max(1, os.cpu_count() or 1), thread_name_prefix="grading")


def check_in_background(exercise_id: str, source: bytes, filename: str) -> Future[graders.SubmissionResult]:
    """Grade one file in a thread, so that the page stays usable.

    Returns:
        a future; its result raises :class:`graders.GradingUnavailable` when the fault is ours.
    """
    return _graders_at_work().submit(grading_service().check, exercise_id, source, filename)


@st.cache_resource(show_spinner=False)
def start() -> None:
    """Start everything in the background, once a process."""
    threading.Thread(target=_start_all, name="start-up", daemon=True).start()


def _start_all() -> None:
    for name, begin in (("The worker pool", worker_pool), ("The grading service", grading_service)):
        try:
            begin()
        except Exception:  # a page that needs it says so in its own words; the others must work
            _LOG.exception("%s could not start", name)
    for module in _LOADED_AHEAD:
        importlib.import_module(module)
    # Streamlit collects garbage after every script and fragment run. Frozen objects are not walked again: the
    # pause falls from 65 ms to nearly nothing, which is what lets a curve move five times a second.
    gc.collect()
    gc.freeze()
