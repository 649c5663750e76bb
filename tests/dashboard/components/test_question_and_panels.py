"""The question before a run, the program panel, the picture grid and the figure with its table, in a scripted app."""

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.components.picture_grid import picture_grid
from dashboard.components.quiz import Question


def question_app():
    import streamlit as st

    from dashboard.components.quiz import Question, ask, show_outcome

    question = Question(
        "guess", "What will happen?", ["It rises", "It falls"], ["No: it levels off.", "Yes: it overfits."]
    )
    outcome = st.session_state.get("outcome")
    chosen = ask(question, settled=outcome is not None)
    show_outcome(question, outcome)
    st.text(f"chosen: {chosen}")


def words(app: AppTest) -> str:
    return "\n".join(element.value for element in [*app.markdown, *app.caption, *app.text])


@pytest.fixture
def question():
    return AppTest.from_function(question_app, default_timeout=120)


class TestPredictionQuestion:
    def test_nothing_is_chosen_at_first(self, question):
        question.run()
        assert question.radio[0].value is None
        assert "chosen: None" in words(question)

    def test_a_choice_is_kept_in_the_url_without_giving_the_answer_away(self, question):
        question.run()
        question.radio[0].set_value(1).run()
        assert question.query_params["guess"] == "b"
        assert "Your prediction is kept" in words(question)
        assert "overfits" not in words(question)

    def test_a_choice_in_the_url_is_restored(self, question):
        question.query_params["guess"] = "a"
        question.run()
        assert question.radio[0].value == 0

    @pytest.mark.parametrize("value", ["z", "", "ab", "ä"])
    def test_a_broken_url_leaves_the_question_open(self, question, value):
        question.query_params["guess"] = value
        question.run()
        assert not question.exception
        assert question.radio[0].value is None

    def test_the_outcome_stands_beside_the_prediction_which_no_longer_changes(self, question):
        question.run()
        question.radio[0].set_value(0).run()
        question.session_state["outcome"] = "It levelled off at 89 %."
        question.run()
        text = words(question)
        assert "It levelled off at 89 %." in text
        assert "No: it levels off." in text
        assert "**It falls** Yes: it overfits." in text
        assert question.radio[0].disabled
        assert question.radio[0].value == 0

    def test_running_before_predicting_leaves_the_question_open(self, question):
        question.session_state["outcome"] = "It levelled off."
        question.run()
        assert "Nothing yet" in words(question)
        assert "overfits" not in words(question)
        assert not question.radio[0].disabled
        question.radio[0].set_value(1).run()
        assert "Yes: it overfits." in words(question)

    def test_a_new_run_opens_the_question_again(self, question):
        question.session_state["outcome"] = "It levelled off."
        question.run()
        question.radio[0].set_value(0).run()
        question.session_state["outcome"] = None
        question.run()
        assert question.radio[0].value == 0

    def test_options_and_explanations_must_match(self):
        with pytest.raises(ValueError, match=r"2 options, 1 explanations"):
            Question("k", "q", ["a", "b"], ["x"])
        with pytest.raises(ValueError, match=r"2 to 26 options\. Received: 1"):
            Question("k", "q", ["a"], ["x"])


def test_the_program_is_shown_and_offered_in_two_forms():
    def script():
        from dashboard.components.code_panel import code_panel

        code_panel("import keras\n", "{}", "vision", "code")

    app = AppTest.from_function(script, default_timeout=120).run()
    assert not app.exception
    assert app.code[0].value == "import keras"
    labels = [button.proto.label for button in app.get("download_button")]
    assert labels == ["Download vision.py", "Download vision.ipynb"]


class TestPictureGrid:
    def test_captions_are_text_and_cannot_become_markup(self):
        def script():
            import numpy as np

            from dashboard.components.picture_grid import picture_grid

            picture_grid(np.zeros((2, 4, 4)), ["<b>one</b>", "two"], alt=['a "b"', "c"], columns=2, key="g")

        app = AppTest.from_function(script, default_timeout=120).run()
        assert not app.exception
        html = app.get("html")[0].proto.body
        assert "&lt;b&gt;one&lt;/b&gt;" in html
        assert 'alt="a &quot;b&quot;"' in html
        assert html.count("image-rendering:pixelated") == 2

    def test_every_picture_needs_a_caption(self):
        with pytest.raises(ValueError, match="2 pictures, 1 captions"):
            picture_grid(np.zeros((2, 4, 4)), ["one"], alt="two pictures", key="g")


def test_a_figure_comes_with_its_sentence_and_its_numbers():
    def script():
        import plotly.graph_objects as go

        from dashboard.components.data_table import figure_with_table

        rows = [{"class": "cat", "count": 3}, {"class": "dog", "count": 5}]
        figure_with_table(go.Figure(go.Bar(x=[3, 5])), "Five dogs and three cats.", rows, "pets")

    app = AppTest.from_function(script, default_timeout=120).run()
    assert not app.exception
    assert "Five dogs and three cats." in words(app)
    assert app.table[0].value.iloc[:, -1].tolist() == [3, 5]
    assert app.get("plotly_chart")[0].proto.alt == "Five dogs and three cats."
