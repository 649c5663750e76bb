"""The rules of rock, paper, scissors, the score, and a drawing made a picture."""

import numpy as np
import pytest

from dashboard.experiments.signs import SIGNS, Round, beaten_by, coloured, score


def played(shown, sign, seen=None):
    return Round(shown, seen or shown, sign, (1.0, 0.0, 0.0))


@pytest.mark.parametrize(
    ("shown", "sign", "result"),
    [
        ("rock", "scissors", "you"),
        ("scissors", "paper", "you"),
        ("paper", "rock", "you"),
        ("scissors", "rock", "model"),
        ("paper", "scissors", "model"),
        ("rock", "paper", "model"),
        ("rock", "rock", "draw"),
    ],
)
def test_who_wins(shown, sign, result):
    assert played(shown, sign).result == result


def test_each_sign_is_beaten_by_another_one_and_none_by_all():
    assert sorted(map(beaten_by, SIGNS)) == sorted(SIGNS)
    assert all(beaten_by(sign) != sign for sign in SIGNS)


def test_what_is_shown_decides_not_what_is_seen():
    round_ = played("paper", "paper", seen="scissors")

    assert round_.result == "draw"
    assert not round_.read_right


def test_the_score_counts_rounds_and_what_was_read_right():
    total = score(
        [played("rock", "paper"), played("rock", "scissors", seen="paper"), played("paper", "paper")]
    )

    assert (total.you, total.model, total.draws, total.read_right, total.rounds) == (1, 1, 1, 2, 3)


def test_a_drawing_becomes_a_hand_on_a_ground_in_the_size_of_the_model():
    drawing = np.zeros((28, 28), np.uint8)
    drawing[7:21, 7:21] = 255
    pixels = coloured(drawing, 48)

    assert (pixels.shape, pixels.dtype) == ((48, 48, 3), np.uint8)
    assert pixels[24, 24, 0] > 200 > pixels[24, 24, 2], "the hand is yellow"
    assert pixels[2, 2, 0] < pixels[2, 2, 2], "the ground is not"
