"""Two models trained from one seed on the same pictures: what each reached, and what it took."""

from __future__ import annotations

from dataclasses import dataclass

_LEVEL_POINTS = 0.5  # test accuracies closer than this are called level: 50 of 10,000 pictures
_LEVEL_TIMES = 1.15  # times closer than this are called the same


@dataclass(frozen=True)
class Trained:
    """What a training came to.

    Args:
        name: what the model is called.
        test_accuracy: share of the test pictures named correctly, 0 to 1.
        validation_accuracy: the same of the validation pictures, after the last epoch.
        parameters: weights and biases in all.
        epochs: epochs trained.
        seconds: training time, without compiling.
    """

    name: str
    test_accuracy: float
    validation_accuracy: float
    parameters: int
    epochs: int
    seconds: float


@dataclass(frozen=True)
class Twins:
    """A ConvNet and the Dense model beside it, trained from the same seed.

    Args:
        dense: the model without convolutions.
        convnet: the model with them.
    """

    dense: Trained
    convnet: Trained


def twin_rows(twins: Twins) -> list[dict[str, str]]:
    """Return a row a model, for a table."""
    return [
        {
            "model": each.name,
            "test accuracy": f"{each.test_accuracy * 100:.1f} %",
            "validation accuracy": f"{each.validation_accuracy * 100:.1f} %",
            "weights": f"{each.parameters:,}",
            "epochs": str(each.epochs),
            "seconds": f"{each.seconds:.1f}",
        }
        for each in (twins.dense, twins.convnet)
    ]


def comparison(twins: Twins) -> str:
    """Return in two sentences how accurate, how large and how slow the ConvNet is beside the Dense model."""
    dense, convnet = twins.dense, twins.convnet
    points = (convnet.test_accuracy - dense.test_accuracy) * 100
    if abs(points) < _LEVEL_POINTS:
        accuracy = "is as accurate on the test pictures as the Dense model"
    else:
        accuracy = (
            f"is {abs(points):.1f} points {'more' if points > 0 else 'less'} accurate on the test pictures "
            "than the Dense model"
        )
    return (
        f"The ConvNet {accuracy}: {convnet.test_accuracy * 100:.1f} % and {dense.test_accuracy * 100:.1f} %. "
        f"It has {convnet.parameters:,} weights, the Dense model {dense.parameters:,}; "
        f"{_time(dense.seconds, convnet.seconds)}."
    )


def _time(dense: float, convnet: float) -> str:
    if min(dense, convnet) <= 0:
        return "training time was not measured"
    ratio = convnet / dense
    if 1 / _LEVEL_TIMES < ratio < _LEVEL_TIMES:
        return "training took about as long"
    if ratio > 1:
        return f"its training took {ratio:.1f} times as long"
    return f"the Dense model's training took {1 / ratio:.1f} times as long"
