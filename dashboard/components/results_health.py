"""Is the trained model well? What is unusual about it, in words; the figures behind a toggle."""

from __future__ import annotations

import math

import streamlit as st

from dashboard.charts.numbers import layer_bars
from dashboard.components.data_table import figure_with_table
from dashboard.experiments.artifacts import Artifacts
from dashboard.experiments.findings import Finding, findings
from dashboard.experiments.health import Health, LayerHealth
from dashboard.experiments.run import Run


def health(key: str, run: Run, artifacts: Artifacts) -> None:
    """Draw the findings and what they were read from."""
    measured = artifacts.health
    found = findings(measured, run.history, run.config.learning_rate)
    st.markdown(
        f"At the end of training, {measured.examples:,} {measured.split} examples went through the model and back: "
        "how large are the values in each layer, and how hard does the loss pull at its weights?"
    )
    if not found:
        st.success(
            "Nothing unusual: values and gradients have healthy sizes in every layer.",
            icon=":material/check_circle:",
        )
    for finding in found:
        _told(finding)
    learning = {
        layer.name: layer.gradient_norm for layer in measured.layers if layer.gradient_norm is not None
    }
    if learning:
        figure_with_table(
            layer_bars(learning, "length of the gradient"),
            _summary(learning),
            [_row(layer) for layer in measured.layers],
            key=f"{key}-health",
        )
    st.caption(_how(measured))


def _told(finding: Finding) -> None:
    text = f"{finding.sentence} {finding.remedy}"
    if finding.severity == "bad":
        st.error(text, icon=":material/error:")
    elif finding.severity == "warning":
        st.warning(text, icon=":material/warning:")
    else:
        st.info(text, icon=":material/info:")


def _summary(gradients: dict[str, float]) -> str:
    if not all(math.isfinite(value) for value in gradients.values()):
        return "The gradients are no numbers (nan or inf)."
    told = ", ".join(f"{value:.3g} in {name}" for name, value in gradients.items())
    return f"The length of the gradient, from the first layer to the last: {told}."


def _row(layer: LayerHealth) -> dict[str, str]:
    flat = layer.dead if layer.dead is not None else layer.saturated
    what = "" if flat is None else " dead" if layer.dead is not None else " saturated"
    return {
        "layer": layer.name,
        "gradient": _figure(layer.gradient_norm),
        "weights": _figure(layer.weight_norm),
        "gradient / weights": _figure(layer.ratio),
        "largest value": _figure(layer.largest) if layer.values_finite else "not a number",
        "zeros": f"{layer.zeros * 100:.1f} %",
        "dead or saturated": "–" if flat is None else f"{flat * 100:.1f} %{what}",
    }


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.3g}"


def _how(measured: Health) -> str:
    words = [
        "Gradient and weights: their lengths, over all weights of the layer.",
        "Dead: relu units that give 0 for every example.",
    ]
    limited = {layer.activation for layer in measured.layers if layer.saturated is not None}
    if "softmax" in limited:
        words.append("Saturated: for softmax, examples it is more than 99.9 % sure of.")
    if limited - {"softmax"}:
        words.append(
            f"Saturated: for {' and '.join(sorted(limited - {'softmax'}))}, values within 0.01 of a limit."
        )
    return " ".join(words)
