"""Finding lessons and terms by plain words."""

from __future__ import annotations

from dataclasses import replace

from dashboard.lessons import discover
from dashboard.lessons.glossary import Term
from dashboard.lessons.search import find_lessons, find_terms

LESSON = replace(
    discover()[0],
    title="Pooling",
    summary="Make pictures small.",
    objectives=("pool",),
    remember=("One.", "Two.", "Three."),
    heading=("What",),
    sections={"intro": "## Kernel\n\nA **kernel** slides over `pixels`. " + "More words follow here. " * 20},
)
OTHER = replace(
    LESSON, number=99, title="Other", sections={"intro": "Here a kernel is only mentioned in passing."}
)


def titles(query: str) -> list[str]:
    return [hit.lesson.title for hit in find_lessons(query, [OTHER, LESSON])]


def test_every_word_must_be_there_and_may_be_a_beginning():
    assert titles("kern slid") == ["Pooling"]
    assert titles("kernel") == ["Pooling", "Other"]
    assert titles("kernel nowhere") == []


def test_a_title_counts_more_than_a_mention():
    mention = replace(OTHER, sections={"intro": "pooling " * 3})

    assert [hit.lesson.title for hit in find_lessons("pooling", [mention, LESSON])] == ["Pooling", "Other"]


def test_nothing_typed_finds_nothing():
    assert titles("  ") == titles("?!") == []


def test_the_snippet_is_plain_text_around_the_word():
    (hit,) = find_lessons("slides", [LESSON])

    assert "A kernel slides over pixels." in hit.snippet
    assert not set("*`#") & set(hit.snippet)
    assert hit.snippet.endswith("…")


def test_a_term_is_found_by_its_name_before_its_meaning():
    terms = [Term("epoch", "One pass, with a loss for each batch."), Term("loss", "How wrong.", ("cost",))]

    assert [term.term for term in find_terms("loss", terms)] == ["loss", "epoch"]
    assert [term.term for term in find_terms("cost", terms)] == ["loss"]
    assert find_terms("", terms) == ()
