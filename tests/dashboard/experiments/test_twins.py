"""Two models from one seed, compared in words."""

from dataclasses import replace

import pytest

from dashboard.experiments.twins import Trained, Twins, comparison, twin_rows

DENSE = Trained("Dense", 0.84, 0.83, 50_890, 5, 4.0)
CONVNET = Trained("ConvNet", 0.86, 0.85, 28_794, 5, 20.0)


@pytest.mark.parametrize(
    ("accuracy", "seconds", "said"),
    [
        (0.86, 20.0, ("2.0 points more accurate", "its training took 5.0 times as long")),
        (0.80, 4.2, ("4.0 points less accurate", "training took about as long")),
        (
            0.842,
            2.0,
            ("as accurate on the test pictures", "the Dense model's training took 2.0 times as long"),
        ),
        (0.86, 0.0, ("2.0 points more accurate", "training time was not measured")),
    ],
)
def test_what_was_gained_and_what_it_took(accuracy, seconds, said):
    text = comparison(Twins(DENSE, replace(CONVNET, test_accuracy=accuracy, seconds=seconds)))

    assert all(part in text for part in said), text
    assert "28,794 weights, the Dense model 50,890" in text


def test_a_row_a_model():
    assert [row["model"] for row in twin_rows(Twins(DENSE, CONVNET))] == ["Dense", "ConvNet"]
    assert twin_rows(Twins(DENSE, CONVNET))[1] == {
        "model": "ConvNet",
        "test accuracy": "86.0 %",
        "validation accuracy": "85.0 %",
        "weights": "28,794",
        "epochs": "5",
        "seconds": "20.0",
    }
