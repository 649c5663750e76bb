"""Who trains: a name for each browser, and who started which run."""

from __future__ import annotations

import secrets

import streamlit as st

from dashboard import progress, server


def name() -> str:
    """Name who learns, for the queue and the lease: this browser, or this tab where it takes no cookie."""
    known = progress.learner_id()
    if known is not None:
        return known
    value: str = st.session_state.setdefault("learner", secrets.token_urlsafe(12))
    return value


def own(run_id: str) -> None:
    """Note that this tab started a run."""
    server.own(run_id, name())


def owner(run_id: str) -> str:
    """Return who started a run, also before a reload: a new session must renew the old one's lease."""
    return server.owner(run_id) or name()


def disown(run_id: str) -> None:
    """Forget who started a run that is over."""
    server.disown(run_id)
