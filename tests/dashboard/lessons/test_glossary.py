"""The words of the course, and where a text explains them."""

from __future__ import annotations

import re

import pytest

from dashboard.lessons import discover
from dashboard.lessons.glossary import GlossaryError, Term, mark, read_glossary

LOSS = Term("loss", "How wrong the model is.", ("losses",))
RATE = Term("learning rate", "How far each step goes.")


def mark_one(text: str, terms) -> str:
    return mark([text], terms)[0]


def plain(markdown: str) -> str:
    """The text as it is read without the meanings."""
    without = re.sub(r'<span class="meaning".*?</span></span>', "", markdown)
    return re.sub(r'<span class="term" tabindex="0">', "", without)


class TestMark:
    def test_the_first_use_of_a_term_carries_its_meaning_and_the_words_stay(self):
        text = "The loss falls. A loss of 0 is perfect."
        marked = mark_one(text, [LOSS])

        assert marked.count('class="term"') == 1
        assert marked.index("How wrong") < marked.index("falls")
        assert plain(marked) == text

    def test_other_forms_and_capitals_are_the_same_term(self):
        marked = mark_one("Losses fall. The loss is small.", [LOSS])

        assert marked.count('class="term"') == 1
        assert ">Losses<" in marked

    def test_the_longest_term_wins(self):
        rate = Term("rate", "A share.")

        assert "How far each step goes." in mark_one("Set the learning rate.", [rate, RATE])

    @pytest.mark.parametrize(
        "text",
        [
            "`loss` is code",
            "```python\nloss = 1\n```",
            "## The loss",
            "[the loss](https://example.org)",
            "$loss$",
            "glossary, floss, loss-free",
            "<b title='loss'>x</b>",
            "| loss |",
        ],
    )
    def test_what_is_no_word_of_the_sentence_stays_as_it_is(self, text):
        assert mark_one(text, [LOSS]) == text

    def test_a_meaning_is_escaped(self):
        assert "&lt;b&gt;&quot;" in mark_one("loss", [Term("loss", '<b>"')])

    def test_a_term_is_explained_in_the_first_text_that_uses_it(self):
        first, second = mark(["A batch.", "The loss. The loss."], [LOSS])

        assert first == "A batch."
        assert second.count('class="term"') == 1
        assert mark(["Loss.", "The loss."], [LOSS])[1] == "The loss."

    def test_no_terms_change_nothing(self):
        assert mark_one("The loss.", []) == "The loss."


class TestTheGlossary:
    def test_each_meaning_is_a_short_sentence(self):
        for term in read_glossary():
            assert term.means.endswith("."), f"end the meaning of {term.term} with a full stop"
            assert len(term.means.split()) <= 40, f"shorten the meaning of {term.term}"

    def test_every_lesson_explains_some_of_its_words(self):
        for lesson in discover():
            text = "\n".join(lesson.sections.values())
            assert mark_one(text, read_glossary()).count('class="term"') >= 5, lesson.title

    def test_a_form_stands_for_one_term_only(self, tmp_path):
        file = tmp_path / "glossary.toml"
        file.write_text(
            '[[terms]]\nterm = "unit"\nmeans = "A."\n[[terms]]\nterm = "neuron"\nalso = ["Unit"]\nmeans = "B."\n'
        )
        with pytest.raises(GlossaryError, match=r"'unit' stands for both 'neuron' and 'unit'\."):
            read_glossary(file)

    def test_a_term_without_a_meaning_is_told(self, tmp_path):
        file = tmp_path / "glossary.toml"
        file.write_text('[[terms]]\nterm = "unit"\n')
        with pytest.raises(GlossaryError, match=r"expected \[\[terms\]\] with term and means"):
            read_glossary(file)
