"""The glossary in the page: meanings that show under the mouse or at the keyboard's focus, and a page of all words."""

from __future__ import annotations

from functools import cache

import streamlit as st

from dashboard.lessons import Lesson, glossary

# On a wide page the meaning hangs below its word; on a narrow one it lies along the lower edge of the window, where it
# cannot make the page wider.
_STYLE = """<style>
.term { position: relative; border-bottom: 1px dotted currentColor; cursor: help; }
.term > .meaning { display: none; }
.term:is(:hover, :focus) > .meaning {
  display: block; position: absolute; left: 0; top: 1.6em; z-index: 100; width: 20rem; padding: .6rem .8rem;
  border: 1px solid #8a97a6; border-radius: .5rem; background: #1b2430; color: #ffffff;
  font-size: .9rem; font-weight: 400; line-height: 1.4; text-align: left; white-space: normal;
}
.term > .meaning b { display: block; }
.term:focus-visible { outline: 2px solid #2f7fbf; outline-offset: 2px; }
@media (max-width: 1100px) {
  .term:is(:hover, :focus) > .meaning { position: fixed; inset: auto 1rem 1rem 1rem; width: auto; }
}
</style>"""


def term_style() -> None:
    """Give the page the looks of marked terms; once a page."""
    st.html(_STYLE)


def with_terms(lesson: Lesson, section: str) -> str:
    """Return a section as Markdown with HTML; what the lesson uses here for the first time carries its meaning.

    Raises:
        LessonError: if ``lesson.md`` has no such section.
    """
    text = lesson.section(section)
    return _marked(tuple(lesson.sections.values())).get(text, text)


@cache
def _marked(texts: tuple[str, ...]) -> dict[str, str]:
    return dict(zip(texts, glossary.mark(texts, glossary.read_glossary()), strict=True))


def glossary_page() -> None:
    """Draw the page of all terms."""
    st.title("Glossary", anchor=False)
    query = st.text_input("Find a word", key="glossary-query", placeholder="for example: softmax")
    terms = glossary.read_glossary()
    found = [term for term in terms if _fits(term, query)] if query.strip() else terms
    if not found:
        st.markdown(f"No word of the glossary fits “{query.strip()[:60]}”. Try a shorter one.")
    rows = "\n".join(f"- **{term.term}**: {term.means}" for term in found)
    st.markdown(rows, width=760)


def _fits(term: glossary.Term, query: str) -> bool:
    wanted = query.casefold().strip()
    return any(wanted in form.casefold() for form in term.forms) or wanted in term.means.casefold()
