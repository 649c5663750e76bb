"""Old and new code side by side: each change marked, its reason below, and everything escaped."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

from dashboard.components.translation_view import summary, view_html
from graders import Translation, translate


class Rows(HTMLParser):
    """The text of each row of a table."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.rows: list[str] = []
        self.tags: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        assert not {name for name, _ in attrs if name.startswith("on")}
        self.tags.add(tag)
        if tag == "tr":
            self.rows.append("")
        elif tag == "td":
            self.rows[-1] += "|"

    def handle_data(self, data):
        self.rows[-1:] = [*(row + data for row in self.rows[-1:])]


def rows(old):
    return Rows(view_html(translate(old))).rows[1:]


def test_a_change_is_marked_with_signs_and_its_reason_stands_below():
    assert rows("x = 1\nopt = Adam(lr=1)") == [
        "|1|x = 1|x = 1",
        "|2|− opt = Adam(lr=1)|+ opt = Adam(learning_rate=1)",
        "||Why: The optimizer's argument lr is called learning_rate today.",
    ]


def test_a_reason_is_written_out_once():
    shown = rows("a = Adam(lr=1)\nb = Adam(lr=2)")

    assert shown[-1] == "||Why: As in line 1."


def test_a_line_that_comes_anew_has_no_number():
    assert "|||+ import numpy as np" in rows("import keras\nmodel.predict([1.0])")


def test_what_is_left_is_marked_by_hand():
    shown = rows("sess = tf.Session()")

    assert shown[0] == "|1|sess = tf.Session()|sess = tf.Session()"
    assert shown[1].startswith("||By hand: Sessions")


def test_pasted_html_is_text():
    html = view_html(translate("x = '<script>alert(1)</script><img src=x onerror=y>'\nlogs['acc']"))

    assert {"script", "img"} & Rows(html).tags == set()
    assert "&lt;script&gt;" in html


@pytest.mark.parametrize(
    ("old", "told"),
    [
        ("", "Nothing to translate: the box is empty."),
        ("x = 1", "**Nothing to change.**"),
        ("Adam(lr=1)", "**1 line translated.**"),
        (
            "Adam(lr=1)\ntf.Session()",
            "**1 line translated.** **1 for you to look at:** marked “by hand”, left as it is.",
        ),
    ],
)
def test_the_summary_counts_lines(old, told):
    assert summary(translate(old)).startswith(told)


def test_what_is_not_translated_has_no_marks():
    assert "−" not in view_html(Translation("a = 1", "a = 1", ()))
