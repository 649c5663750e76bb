"""What is unusual about a trained model, in words: gradients and activations that died or exploded, nan explained."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from dashboard.experiments.health import Health

# Why these numbers: measured on Fashion-MNIST with the recipes of the course, healthy runs first.
# Share of relu units that give 0 for every picture. Healthy runs: 0 to 16 %; a learning rate of 1 with SGD: 98 %.
DEAD = 0.5
# Gradient norm of the last layer over that of the first. Healthy runs: 0.7 to 5; eight sigmoid layers, each of which
# multiplies by a quarter at most: a million and more.
VANISHING = 1_000.0
# A gradient norm that no healthy run came near (0.05 to 1); where gradients are clipped, 1 to 10 is the usual limit.
EXPLODING = 100.0
# Size of the weights over the size that Keras starts such a layer with. Healthy runs: 1 to 3; diverged: 100 and up.
GROWN = 30.0
# Largest absolute value a layer gives, inputs being 0 to 1. Healthy runs: 5 to 25.
LARGE = 1_000.0
# Share of pictures with a largest probability above 0.999, or of sigmoid and tanh values within 0.01 of their limits.
# Healthy runs of the softmax: up to 50 %.
SATURATED = 0.9
# Share of pictures that get the same answer. With ten classes, equally frequent: 10 to 15 %; one neuron: up to 60 %.
SAME_ANSWER = 0.9

Severity = Literal["bad", "warning", "note"]
_ORDER: dict[Severity, int] = {"bad": 0, "warning": 1, "note": 2}


@dataclass(frozen=True)
class Finding:
    """Something unusual about a trained model.

    Args:
        layer: the layer it was seen in; empty if it concerns the whole model.
        kind: ``nan``, ``grown``, ``exploding``, ``large``, ``dead``, ``vanishing``, ``saturated``, ``same answer`` or
            ``narrow``.
        severity: ``bad`` (it cannot learn on from here), ``warning`` (it learns badly) or ``note`` (good to know).
        sentence: what was seen and what it means.
        remedy: what to try.
    """

    layer: str
    kind: str
    severity: Severity
    sentence: str
    remedy: str


def findings(
    health: Health, history: Mapping[str, Sequence[float]] | None = None, learning_rate: float | None = None
) -> tuple[Finding, ...]:
    """Name what is unusual, the worst first; nothing for a healthy model.

    Args:
        health: what was measured at the end of training.
        history: figures by Keras' names, one an epoch: they tell in which epoch the loss was lost.
        learning_rate: of the run, for the sentence about too large steps.
    """
    lost = _not_numbers(health, history or {}, learning_rate)
    if lost is not None:
        return (lost,)  # every other figure of such a model is nan as well
    found = [*_grown(health, learning_rate), *_exploding(health), *_large(health), *_dead(health)]
    found += [*_vanishing(health), *_saturated(health), *_same_answer(health), *_narrow(health)]
    return tuple(sorted(found, key=lambda finding: _ORDER[finding.severity]))


def _not_numbers(
    health: Health, history: Mapping[str, Sequence[float]], learning_rate: float | None
) -> Finding | None:
    losses = [float(value) for value in history.get("loss", ())]
    epoch = next((place for place, loss in enumerate(losses) if not math.isfinite(loss)), None)
    weights = next((layer.name for layer in health.layers if not layer.weights_finite), "")
    values = next((layer.name for layer in health.layers if not layer.values_finite), "")
    if epoch is None and not weights and not values:
        return None
    told = []
    if epoch is not None:
        before = f", after {losses[epoch - 1]:.4g} in epoch {epoch}" if epoch else ", in the very first epoch"
        told.append(f"The loss became {losses[epoch]} (not a number) in epoch {epoch + 1}{before}.")
    first = values or weights
    if first:
        whose = "its weights are no numbers either" if weights else "its weights still are numbers"
        told.append(
            f"Following a picture through the layers, {first} is the first whose values are no numbers; {whose}."
        )
    rate = "" if learning_rate is None else f" of {learning_rate:g}"
    told.append(
        f"The steps were too large: at the learning rate{rate} each one overshot further than the last, "
        "until the numbers no longer fitted into the computer."
    )
    smaller = (
        "" if learning_rate is None else f", for example {learning_rate / 10:g} or {learning_rate / 100:g}"
    )
    return Finding(first, "nan", "bad", " ".join(told), f"Try a smaller learning rate{smaller}.")


def _grown(health: Health, learning_rate: float | None) -> Iterable[Finding]:
    rate = "" if learning_rate is None else f" of {learning_rate:g}"
    for layer in health.layers:
        if layer.growth is not None and layer.growth > GROWN:
            yield Finding(
                layer.name,
                "grown",
                "bad",
                f"The weights of {layer.name} exploded: they are {_times(layer.growth)} as large as they were at the "
                f"start. The steps at the learning rate{rate} were too large, and training threw the weights far out.",
                "Try a learning rate ten times smaller, and look at the loss of the first epoch.",
            )


def _exploding(health: Health) -> Iterable[Finding]:
    for layer in health.layers:
        if layer.gradient_norm is not None and layer.gradient_norm > EXPLODING:
            yield Finding(
                layer.name,
                "exploding",
                "warning",
                f"The gradient of {layer.name} exploded: its length is {layer.gradient_norm:.3g}, "
                "where 1 or less is usual. One step can undo all that was learnt.",
                "Try a smaller learning rate, fewer layers, or inputs between 0 and 1.",
            )


def _large(health: Health) -> Iterable[Finding]:
    grown = {layer.name for layer in health.layers if (layer.growth or 0.0) > GROWN}
    for layer in health.layers:
        if layer.largest > LARGE and layer.name not in grown:
            yield Finding(
                layer.name,
                "large",
                "warning",
                f"The values of {layer.name} exploded: the largest is {layer.largest:.3g}, where 25 or less is usual.",
                "Divide the inputs so that they lie between 0 and 1, or try a smaller learning rate.",
            )


def _dead(health: Health) -> Iterable[Finding]:
    for layer in health.layers:
        if layer.dead is None or layer.dead <= DEAD:
            continue
        number = round(layer.dead * layer.units)
        if layer.units == 1:
            who, what = "The only unit", "gives 0"
        elif number == layer.units:
            who, what = f"All {layer.units:,} units", "give 0"
        else:
            who, what = f"{number:,} of the {layer.units:,} units", "give 0"
        yield Finding(
            layer.name,
            "dead",
            "bad" if layer.dead > 0.9 else "warning",
            f"{who} of {layer.name} died: with relu {'it' if layer.units == 1 else 'they'} {what} for every one of "
            f"{health.examples:,} {health.split} examples. Where relu gives 0 no gradient flows back, so what died "
            "does not come back.",
            "Try a smaller learning rate: one step that was too large can push a unit below 0 for good.",
        )


def _vanishing(health: Health) -> Iterable[Finding]:
    learning = [layer for layer in health.layers if layer.gradient_norm is not None]
    # Behind units that died there is no gradient at all, and the finding about them says why.
    if len(learning) < 2 or any((layer.dead or 0.0) > DEAD for layer in health.layers):
        return
    first, last = learning[0], learning[-1]
    small, large = first.gradient_norm or 0.0, last.gradient_norm or 0.0
    if large > 0 and small * VANISHING < large:
        much = _times(large / small) if small else "infinitely many times"
        yield Finding(
            first.name,
            "vanishing",
            "bad",
            f"The gradient vanished on its way back: in {first.name}, the first layer, it is {much} "
            f"smaller than in {last.name}, the last. The first layers hardly learn.",
            "Try relu instead of sigmoid or tanh, or fewer layers.",
        )


def _saturated(health: Health) -> Iterable[Finding]:
    for layer in health.layers:
        if layer.saturated is None or layer.saturated <= SATURATED:
            continue
        share = f"{layer.saturated * 100:.0f} %"
        # The single output of a model for two classes is a probability, and sure of itself as a softmax is.
        decides = layer.activation == "sigmoid" and layer is health.layers[-1] and health.right is not None
        sure = "99 %" if decides else "99.9 %"
        if layer.activation != "softmax" and not decides:
            yield Finding(
                layer.name,
                "saturated",
                "warning",
                f"{share} of the values of {layer.name} lie at the ends of {layer.activation}, where it is flat and "
                "lets hardly any gradient through.",
                "Try relu, a smaller learning rate, or inputs between 0 and 1.",
            )
        elif health.split == "training" and (health.right or 0.0) > SATURATED:
            yield Finding(
                layer.name,
                "saturated",
                "note",
                f"The model is more than {sure} sure of {share} of the {health.split} pictures, and right about "
                f"{(health.right or 0.0) * 100:.0f} %: it knows them by heart, and little is left to learn from them.",
                "Compare with the validation accuracy; try fewer epochs, more pictures, or dropout.",
            )
        else:
            yield Finding(
                layer.name,
                "saturated",
                "warning",
                f"The model is more than {sure} sure of {share} of the {health.split} pictures, and yet right about "
                f"only {(health.right or 0.0) * 100:.0f} %. A {layer.activation} that is so sure lets hardly any "
                "gradient back.",
                "Try a smaller learning rate.",
            )


def _same_answer(health: Health) -> Iterable[Finding]:
    share = health.same_answer
    if share is not None and share > SAME_ANSWER:
        yield Finding(
            "",
            "same answer",
            "bad" if share > 0.99 else "warning",
            f"The model gives one and the same answer for {share * 100:.0f} % of the {health.split} pictures: it no "
            "longer looks at the picture.",
            "Try a smaller learning rate.",
        )


def _narrow(health: Health) -> Iterable[Finding]:
    if health.right is None or not health.layers:
        return
    classes = health.layers[-1].units
    for layer in health.layers[:-1]:
        # Half of the classes is a bottleneck that shows in the accuracy; a little less than all of them is not.
        if layer.gradient_norm is not None and 0 < layer.values * 2 < classes:
            yield Finding(
                layer.name,
                "narrow",
                "note",
                f"All that {layer.name} passes on of a picture is {layer.values} "
                f"number{'' if layer.values == 1 else 's'}, to tell {classes} classes apart.",
                "Try more neurons.",
            )


def _times(factor: float) -> str:
    return f"{factor:,.0f} times" if factor < 1e6 else f"{factor:.0e} times"
