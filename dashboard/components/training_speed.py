"""How fast a run is shown: full speed or slow motion, kept in the session and in the address.

It is no setting of the run: results do not depend on it.
"""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

PARAMETER = "speed"
FULL = "full"
# By what the address says, epochs a second: the seconds that an epoch takes at least, and the words.
SPEEDS: dict[str, tuple[float, str]] = {
    FULL: (0.0, "Full speed"),
    "5": (0.2, "5 epochs a second"),
    "2": (0.5, "2 epochs a second"),
    "1": (1.0, "1 epoch a second"),
    "0.5": (2.0, "1 epoch in 2 seconds"),
}
_KEPT = "training-speed"


def pace(key: str) -> float:
    """Return the seconds that an epoch is to take at least.

    Args:
        key: the panel's key; prefix of its session state.
    """
    return SPEEDS[_known(st.session_state.get(_widget(key)))][0]


def speed_select(key: str, on_change: Callable[[str], None]) -> bool:
    """Draw the widget, and write what it holds to the address.

    Args:
        key: the panel's key.
        on_change: called with the key when the learner has chosen.

    Returns:
        Whether the address asked for a speed that there is not.
    """
    address = st.query_params.get(PARAMETER)
    problem = address is not None and address not in SPEEDS
    if _widget(key) not in st.session_state:  # the page has just been opened
        st.session_state[_widget(key)] = _known(address or st.session_state.get(_KEPT))
    elif not st.session_state.pop(_changed(key), False) and address != st.session_state.get(_written(key)):
        st.session_state[_widget(key)] = _known(address)  # the browser's Back button, or a link
    value = st.selectbox(
        "Speed",
        list(SPEEDS),
        index=list(SPEEDS).index(_known(st.session_state[_widget(key)])),  # see Kept.default_option
        format_func=lambda name: SPEEDS[name][1],
        key=_widget(key),
        on_change=_choose,
        args=(key, on_change),
        label_visibility="collapsed",
        width=190,
    )
    _write(key, _known(value))
    return problem


def _choose(key: str, on_change: Callable[[str], None]) -> None:
    st.session_state[_changed(key)] = True
    on_change(key)


def _write(key: str, value: str) -> None:
    st.session_state[_KEPT] = value
    wanted = None if value == FULL else value
    st.session_state[_written(key)] = wanted
    if wanted is not None and st.query_params.get(PARAMETER) != wanted:
        st.query_params[PARAMETER] = wanted
    elif wanted is None and PARAMETER in st.query_params:
        del st.query_params[PARAMETER]


def _known(value: str | None) -> str:
    return value if value in SPEEDS else FULL


def _widget(key: str) -> str:
    return f"{key}-speed"


def _changed(key: str) -> str:
    return f"{key}-speed-changed"


def _written(key: str) -> str:
    return f"{key}-speed-written"
