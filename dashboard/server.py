"""What one server process shares between all learners: the course, runs on disk, training workers, grading.

``streamlit run dashboard/app.py`` starts all of it before it serves the first page (:mod:`dashboard.streams`). A
script that runs without that, as in a test, calls :func:`start` itself. Streamlit's own caches keep one of each.
"""

from __future__ import annotations

import atexit
import contextlib
import gc
import importlib
import logging
import os
import threading
from collections.abc import MutableMapping
from concurrent.futures import Future, ThreadPoolExecutor

import streamlit as st

import graders
from dashboard import lessons, memory
from dashboard.experiments.runs import RunStore
from dashboard.lessons.courses import in_course_order
from dashboard.workers.pool import Limits, WorkerPool

# An open page is heard of every few seconds (dashboard.streams). A reload is over well within this time, and the
# work of a page that was closed ends after it.
LEASE_SECONDS = 20.0
_MOST_OWNERS = 2000
_LOG = logging.getLogger(__name__)
# Needed by the first results, not by the first page: loaded while the learner reads.
_LOADED_AHEAD = ("plotly.graph_objects", "PIL.Image", "pandas", "pyarrow")


@st.cache_resource(show_spinner=False)
def course() -> tuple[tuple[lessons.Lesson, ...], tuple[graders.Exercise, ...]]:
    """Return every lesson and every exercise in the order of the course.

    They are read once; a new one needs a new start of the server.
    """
    found = lessons.discover()
    exercises = {exercise.id: exercise for exercise in graders.list_exercises()}
    return found, tuple(exercises[one] for one in in_course_order(exercises, found))


@st.cache_resource(show_spinner=False)
def run_store() -> RunStore:
    """Return the runs on disk."""
    return RunStore()


@st.cache_resource(show_spinner=False)
def _at_end() -> contextlib.ExitStack:
    """What is to be closed with the server; also when a signal ends the process before its own last steps."""
    stack = contextlib.ExitStack()
    atexit.register(stack.close)
    return stack


def close() -> None:
    """End the workers and the grading service, if they were started."""
    _at_end().close()


@st.cache_resource(show_spinner=False)
def worker_pool() -> WorkerPool:
    """Return the training workers, started; they import TensorFlow in processes of their own."""
    pool = WorkerPool(run_store(), limits=Limits(lease_seconds=LEASE_SECONDS))
    pool.start()
    _at_end().callback(pool.close)
    return pool


@st.cache_resource(show_spinner=False)
def grading_service() -> graders.GradingService:
    """Return the grading service, its sandbox warming in the background from the first call on.

    Exercise pages ask for it as they open. Warm at the start, it would take a third of a small machine from the
    workers, for which a first visitor waits, and half a gigabyte from a learner who reads only lessons.
    """
    service = graders.GradingService()
    service.start()
    _at_end().callback(service.close)
    return service


@st.cache_resource(show_spinner=False)
def _owners() -> MutableMapping[str, str]:
    return {}


def own(run_id: str, learner: str) -> None:
    """Note who started a run; beyond the newest 2,000 runs the oldest are forgotten."""
    owners = _owners()
    owners[run_id] = learner
    while len(owners) > _MOST_OWNERS:
        owners.pop(next(iter(owners)), None)


def owner(run_id: str) -> str | None:
    """Return who started a run, or None for a run that is over or was started by an earlier process."""
    return _owners().get(run_id)


def disown(run_id: str) -> None:
    """Forget who started a run that is over."""
    _owners().pop(run_id, None)


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
    """Start the workers in the background, once a process."""
    threading.Thread(target=_start_all, name="start-up", daemon=True).start()


def load_pages() -> None:
    """Import what every page needs, so that the first visitor does not wait for it."""
    found, _ = course()
    importlib.import_module("dashboard.components.exercise_page")
    importlib.import_module("dashboard.components.glossary")
    importlib.import_module("dashboard.components.home")
    importlib.import_module("dashboard.components.lesson_page")
    for lesson in found:
        lesson.renderer()


def _start_all() -> None:
    try:
        worker_pool()
    except Exception:  # a page that needs it says so in its own words; the others must work
        _LOG.exception("The worker pool could not start")
    for module in _LOADED_AHEAD:
        importlib.import_module(module)
    # Streamlit collects garbage after every script run. Frozen objects are not walked again: the pause falls from
    # 65 ms to nearly nothing.
    gc.collect()
    gc.freeze()
    memory.keep_giving_back()
