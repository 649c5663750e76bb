"""Who in a class list handed in what: the right row, or none."""

import pytest

from graders.reports.matching import Identity, attendance, identity_of
from graders.reports.roster import Kind, Roster

CANVAS = Roster(
    Kind.CANVAS,
    ("Student", "ID", "SIS User ID", "SIS Login ID", "Section"),
    (
        ("    Points Possible", "", "", "", ""),
        ("Bauer, Jonas", "31", "S1", "jbauer", "Morning"),
        ("Costa, Inês", "32", "S2", "ines@example.org", "Morning"),
        ("Ito, Yui", "33", "S3", "yui", "Morning"),
        ("Ito, Yui", "34", "S4", "yito", "Evening"),
    ),
)
MOODLE = Roster(
    Kind.MOODLE,
    ("Identifier", "Full name", "Email address"),
    (
        ("Participant 77", "Jonas Bauer", "jonas@example.org"),
        ("Participant 78", "Inês Costa", "ines@example.org"),
    ),
)


@pytest.fixture
def handed_in(make_result):
    def handed_in(learner: str, source: str = "", exercise: str = "callbacks"):
        return make_result(learner=learner, exercise=exercise, source=source or f"{learner}/{exercise}.py")

    return handed_in


def test_an_lms_names_its_people_in_what_it_calls_their_files(handed_in) -> None:
    assert identity_of(handed_in("bauerjonas", "zip/bauerjonas_31_900_callbacks.py")).canvas_id == "31"
    assert identity_of(handed_in("bauerjonas", "bauerjonas_LATE_31_900_callbacks-2.py")).canvas_id == "31"
    folder = "Jonas Bauer_77_assignsubmission_file"
    assert identity_of(handed_in(folder)) == Identity("Jonas Bauer", participant="77")
    assert identity_of(handed_in("jbauer")) == Identity("jbauer", login="jbauer")


def test_a_number_in_the_name_of_a_learner_s_own_file_is_not_believed(handed_in) -> None:
    assert identity_of(handed_in("eve", "eve/jonas_31_900_callbacks.py")).canvas_id == ""


@pytest.mark.parametrize(
    ("learner", "source", "row"),
    [
        ("x", "x_32_900_callbacks.py", 2),
        ("jbauer", "", 1),
        ("S1", "", 1),
        ("ines@example.org", "", 2),
        ("INES", "", 2),
        ("Jonas Bauer", "", 1),
        ("bauer, jonas", "", 1),
        ("costaines_", "", 2),
        ("yui", "", 3),  # a login, although two people have that first name
    ],
)
def test_people_are_found_by_number_login_address_and_name(learner, source, row, handed_in) -> None:
    found = attendance(CANVAS, [handed_in(learner, source)])
    assert dict(found.rows) == {learner: row}
    assert (found.unlisted, found.unclear) == ((), ())


@pytest.mark.parametrize("learner", ["Jonas Bauer_77_assignsubmission_file_", "jonas", "Bauer Jonas"])
def test_people_are_found_in_moodle_s_lists(learner, handed_in) -> None:
    found = attendance(MOODLE, [handed_in(learner)])
    assert dict(found.rows) == {learner: 0}
    assert found.missing == ("Inês Costa",)


def test_a_strong_sign_outweighs_a_name(handed_in) -> None:
    found = attendance(CANVAS, [handed_in("bauerjonas", "bauerjonas_33_900_callbacks.py")])
    assert dict(found.rows) == {"bauerjonas": 3}


def test_whoever_fits_two_people_is_left_to_a_person(handed_in) -> None:
    found = attendance(CANVAS, [handed_in("Yui Ito")])
    assert (found.rows, found.unclear) == ({}, ("Yui Ito",))
    assert found.missing == ("Bauer, Jonas", "Costa, Inês")


def test_two_learners_of_one_row_are_left_to_a_person_unless_they_did_different_exercises(handed_in) -> None:
    both = [handed_in("jbauer"), handed_in("Jonas Bauer")]
    assert attendance(CANVAS, both).unclear == ("Jonas Bauer", "jbauer")
    apart = [handed_in("jbauer"), handed_in("Jonas Bauer", exercise="arrays")]
    assert attendance(CANVAS, apart).rows == {"jbauer": 1, "Jonas Bauer": 1}


def test_who_is_missing_and_who_is_not_listed(handed_in) -> None:
    found = attendance(CANVAS, [handed_in("jbauer"), handed_in("stranger"), handed_in("")])
    assert found.missing == ("Costa, Inês", "Ito, Yui", "Ito, Yui")
    assert found.unlisted == ("", "stranger")
