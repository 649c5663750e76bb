"""Who trains: a name for each browser tab, and who started which run."""

from __future__ import annotations

import secrets
from collections.abc import MutableMapping

import streamlit as st


def name() -> str:
    """Name this browser tab for the queue and the lease; nothing about the person."""
    value: str = st.session_state.setdefault("learner", secrets.token_urlsafe(12))
    return value


def own(run_id: str) -> None:
    """Note that this tab started a run."""
    _owners()[run_id] = name()


def owner(run_id: str) -> str:
    """Return who started a run, also before a reload: a new session must renew the old one's lease."""
    return _owners().get(run_id, name())


def disown(run_id: str) -> None:
    """Forget who started a run that is over."""
    _owners().pop(run_id, None)


@st.cache_resource(show_spinner=False)
def _owners() -> MutableMapping[str, str]:
    return {}
