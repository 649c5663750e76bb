"""A translation to look at: old and new lines side by side, each change marked, with its reason below."""

from __future__ import annotations

from collections import defaultdict
from html import escape

import streamlit as st

from dashboard.experiments.side_by_side import LinePair, side_by_side
from graders import Translation

# Old and new share a width; on a narrow window the new line comes below the old one.
_STYLE = """<style>
.translation { width: 100%; border-collapse: collapse; table-layout: fixed; font-size: .82rem; margin: 0; }
.translation th { text-align: left; font-weight: 600; padding: .3rem .5rem; }
.translation td { vertical-align: top; padding: 0 .5rem; border: 0; }
.translation col.number { width: 3.2rem; }
.translation code { font-family: monospace; background: none; color: inherit; padding: 0;
  white-space: pre-wrap; overflow-wrap: anywhere; font-size: inherit; }
.translation td.number { text-align: right; font-variant-numeric: tabular-nums; opacity: .8; }
.translation .old { background: color-mix(in srgb, #c62828 13%, transparent); }
.translation .new { background: color-mix(in srgb, #2e7d32 16%, transparent); }
.translation .look { background: color-mix(in srgb, #e6a100 20%, transparent); }
.translation .why td { padding: .15rem .5rem .5rem; font-family: inherit; }
@media (max-width: 720px) {
  .translation, .translation tbody { display: block; }
  .translation tr { display: grid; grid-template-columns: 2.4rem 1fr; }
  .translation td { grid-column: 2; padding: 0 .3rem; }
  .translation td.number { grid-column: 1; grid-row: 1; }
  .translation thead, .translation .same-new, .translation td.none { display: none; }
}
</style>"""


def summary(translation: Translation) -> str:
    """Return how much there was to change, as one sentence of Markdown."""
    changed = len({change.line for change in translation.changes if not change.by_hand})
    left = len({change.line for change in translation.changes if change.by_hand})
    if not translation.old.strip():
        return "Nothing to translate: the box is empty."
    if not changed and not left:
        return "**Nothing to change.** As far as this translator knows, every line is what one writes today."
    parts = [f"**{changed} {'line' if changed == 1 else 'lines'} translated.**"] if changed else []
    if left:
        parts.append(
            f"**{left} for you to look at:** marked “by hand”, left as {'it is' if left == 1 else 'they are'}."
        )
    return " ".join(parts)


def translation_view(translation: Translation) -> None:
    """Draw both texts, line beside line."""
    st.html(_STYLE)
    st.html(view_html(translation))


def view_html(translation: Translation) -> str:
    """Return the table of both texts as HTML; everything that was pasted is escaped."""
    reasons = _reasons(translation)
    rows = "".join(_row(pair, reasons) for pair in side_by_side(translation.old, translation.new))
    return (
        '<table class="translation"><colgroup><col class="number"><col><col></colgroup>'
        '<thead><tr><th scope="col">Line</th><th scope="col">Old</th><th scope="col">Today</th></tr></thead>'
        f"<tbody>{rows}</tbody></table>"
    )


def _reasons(translation: Translation) -> dict[int, list[tuple[str, bool]]]:
    """Return what is said below each line, and whether it is to be done by hand; a reason is written out once."""
    first: dict[str, int] = {}
    reasons: dict[int, list[tuple[str, bool]]] = defaultdict(list)
    for change in translation.changes:
        line = first.setdefault(change.why, change.line)
        told = change.why if line == change.line else f"As in line {line}."
        reasons[change.line].append((told, change.by_hand))
    return reasons


def _row(pair: LinePair, reasons: dict[int, list[tuple[str, bool]]]) -> str:
    told = reasons.get(pair.number or 0, [])
    look = any(by_hand for _, by_hand in told)
    if pair.changed:
        cells = _cell(pair.old, "old", "−", "removed") + _cell(pair.new, "new", "+", "added")
    else:
        kind = "look" if look else "same"
        cells = _cell(pair.old, kind) + _cell(pair.new, f"{kind} same-new")
    number = "" if pair.number is None else str(pair.number)
    row = f'<tr><td class="number">{number}</td>{cells}</tr>'
    for sentence, by_hand in told:
        mark = "By hand" if by_hand else "Why"
        reason = f'<td colspan="2"><strong>{mark}:</strong> {escape(sentence)}</td>'
        row += f'<tr class="why"><td class="number"></td>{reason}</tr>'
    return row


def _cell(text: str | None, kind: str, mark: str = "", spoken: str = "") -> str:
    if text is None:
        return '<td class="none"></td>'
    sign = f'<span aria-label="{spoken}">{mark}</span> ' if mark else ""
    return f'<td class="{kind}"><code>{sign}{escape(text) or " "}</code></td>'
