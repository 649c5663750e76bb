"""A widget and the address agree, whoever of them changed last."""

from streamlit.testing.v1 import AppTest


def script():
    import streamlit as st

    from dashboard.components.address import Choice, Number

    number = Number("speed-limit", 5.0, low=0, high=10)
    choice = Choice("axes", "a", words=("a", "b"))
    with st.container():
        kept = number.keep(st.number_input("Number", 0.0, 10.0, step=0.5, **number.options()))
        chosen = choice.keep(st.selectbox("Choice", ["a", "b"], **choice.options()))
    st.button("Set", on_click=number.choose, args=(7.0,))
    st.markdown(f"{kept} {chosen}")


def open_at(**address: str) -> AppTest:
    at = AppTest.from_function(script, default_timeout=120)
    for name, value in address.items():
        at.query_params[name] = value
    return at.run()


def shown(at: AppTest) -> str:
    assert not at.exception
    return at.markdown[-1].value


def test_the_address_has_nothing_of_the_defaults():
    at = open_at()
    assert shown(at) == "5.0 a"
    assert at.query_params == {}


def test_the_address_restores_values_and_other_parameters_stay():
    at = open_at(**{"speed-limit": "2.5", "axes": "b", "run": "x"})
    assert shown(at) == "2.5 b"
    assert at.query_params == {"speed-limit": "2.5", "axes": "b", "run": "x"}


def test_what_is_held_is_the_default_too_for_a_browser_that_missed_the_first_drawing():
    at = open_at(**{"speed-limit": "2.5", "axes": "b"}).run()
    assert (at.number_input[0].proto.default, at.selectbox[0].proto.default) == (2.5, 1)


def test_what_is_no_value_gives_the_default():
    for text in ("eleven", "11", "nan", ""):
        assert shown(open_at(**{"speed-limit": text, "axes": "c"})) == "5.0 a"


def test_a_moved_widget_is_written_and_back_at_its_default_taken_out():
    at = open_at()
    at.number_input[0].set_value(2.5).run()
    assert (shown(at), at.query_params) == ("2.5 a", {"speed-limit": "2.5"})
    at.number_input[0].set_value(5.0).run()
    assert (shown(at), at.query_params) == ("5.0 a", {})


def test_the_browsers_back_button_brings_the_former_value():
    at = open_at()
    at.number_input[0].set_value(2.5).run()
    del at.query_params["speed-limit"]
    at.run()
    assert shown(at) == "5.0 a"


def test_an_address_older_than_the_widget_changes_nothing():
    at = open_at(**{"speed-limit": "2.5"})
    at.number_input[0].set_value(3.0)
    at.query_params["speed-limit"] = "2.5"
    at.run()
    assert shown(at) == "3.0 a"


def test_a_button_can_set_it():
    at = open_at()
    at.button[0].click().run()
    assert (shown(at), at.query_params) == ("7.0 a", {"speed-limit": "7"})
