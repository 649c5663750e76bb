"""Questions repeat with their seed, and cannot be foreseen by whoever knows the submission's."""

from graders.grading.seeds import question_rng, submission_seed


def test_the_same_seed_and_check_ask_the_same_again():
    assert question_rng(7, "stops").integers(2**60) == question_rng(7, "stops").integers(2**60)
    assert submission_seed(7) == submission_seed(7)


def test_other_checks_and_other_seeds_ask_otherwise():
    drawn = {question_rng(seed, check).integers(2**60) for seed in (7, 8) for check in ("stops", "trains")}
    assert len(drawn) == 4


def test_the_submission_is_not_told_the_seed_of_its_questions():
    told = submission_seed(7)
    assert 0 <= told < 2**32
    assert told != 7
    assert question_rng(told, "stops").integers(2**60) != question_rng(7, "stops").integers(2**60)
