"""A widget's value in the address: read when a page opens, followed when the browser goes back, written when moved.

Streamlit's own ``bind="query-params"`` forbids to write the other parameters in one step, as the training panel does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

__all__ = ["Choice", "Kept", "Number"]


@dataclass(frozen=True)
class Kept:
    """A value that a widget and the address share; subclasses say which texts are values.

    Args:
        parameter: its name in the address; also the start of its keys in the session, so unique in the app.
        default: its value where the address has none.
    """

    parameter: str
    default: Any

    @property
    def widget(self) -> str:
        """The key to give the widget."""
        return f"{self.parameter}-widget"

    def options(self) -> dict[str, Any]:
        """Bring the widget's value up to date, and return what the widget is to be called with.

        Call it once in every run of the script, just before the widget is drawn.
        """
        address = st.query_params.get(self.parameter)
        moved = st.session_state.pop(f"{self.parameter}-moved", False)
        elsewhere = address != st.session_state.get(f"{self.parameter}-written")
        if self.widget not in st.session_state or (elsewhere and not moved):
            # Opened, back from another page, or the browser's Back button; when moved the address is older.
            last = st.session_state.get(f"{self.parameter}-last", self.default)
            known = last if address is None and self.widget not in st.session_state else self.default
            st.session_state[self.widget] = known if address is None else self._value(address)
        return {"key": self.widget, "on_change": self.note} | self.default_option()

    def default_option(self) -> dict[str, Any]:
        """What makes the widget's default what it holds now.

        A browser that never heard of the value in the session (Streamlit drops what it has not sent yet when the
        script starts again) shows the default, and tells it back as if the learner had chosen it.
        """
        return {"value": st.session_state[self.widget]}

    def keep(self, value: Any) -> Any:
        """Write the widget's value to the address, and return it; None, an empty field, counts as the default."""
        value = self.default if value is None else value
        text = None if value == self.default else self.text(value)
        st.session_state[f"{self.parameter}-written"] = text
        st.session_state[f"{self.parameter}-last"] = value
        if text is None and self.parameter in st.query_params:
            del st.query_params[self.parameter]
        elif text is not None and st.query_params.get(self.parameter) != text:
            st.query_params[self.parameter] = text
        return value

    def choose(self, value: Any) -> None:
        """Set the widget, from a callback."""
        st.session_state[self.widget] = value
        self.note()

    def note(self) -> None:
        """Say that the learner has just moved it: the address that the browser sent is older."""
        st.session_state[f"{self.parameter}-moved"] = True

    def text(self, value: Any) -> str:
        """Return a value as the address holds it."""
        return str(value)

    def read(self, text: str) -> Any:
        """Return the value that a text of the address stands for, or None for no value."""
        raise NotImplementedError

    def _value(self, text: str) -> Any:
        value = self.read(text)
        return self.default if value is None else value


@dataclass(frozen=True)
class Number(Kept):
    """A number.

    Args:
        low: the smallest that counts.
        high: the largest that counts.
    """

    low: float = 0.0
    high: float = 1.0

    def text(self, value: float) -> str:
        """Return a value as the address holds it."""
        return f"{value:.10g}"

    def read(self, text: str) -> float | int | None:
        """Return the number, of the default's type, or None if it is none or out of range."""
        try:
            value: float | int = type(self.default)(text)
        except ValueError:
            return None
        return value if self.low <= value <= self.high else None


@dataclass(frozen=True)
class Choice(Kept):
    """One of a few words.

    Args:
        words: the words.
    """

    words: Sequence[str] = ()

    def read(self, text: str) -> str | None:
        """Return the word, or None if there is no such word."""
        return text if text in self.words else None

    def default_option(self) -> dict[str, Any]:
        """As above; such a widget is told a place among the words."""
        held = st.session_state[self.widget]
        return {"index": list(self.words).index(held) if held in self.words else 0}
