"""Small charts side by side on shared axes, as SVG text: one a run, cheap enough to draw again every second.

Colours and dashes are those of the live curve, by the classes of ``components/sweep_charts``.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

__all__ = ["Small", "small_multiples"]

WIDTH, HEIGHT = 170, 130
_LEFT, _RIGHT, _TOP, _BOTTOM = 38, 8, 8, 22
_Points = list[tuple[float, float] | None]
_MOST_MARKERS = 12


@dataclass(frozen=True)
class Small:
    """One small chart.

    Args:
        title: what it is of.
        history: values by Keras' names, one an epoch.
        note: a few words below the title: where the run stands.
        summary: a sentence for those who do not see it.
    """

    title: str
    history: Mapping[str, Sequence[float]]
    note: str
    summary: str


def small_multiples(charts: Sequence[Small], metric: str, epochs: int) -> str:
    """Return the charts as HTML with inline SVG; every text is escaped.

    Args:
        charts: the charts, in order.
        metric: ``"accuracy"`` or ``"loss"``: training and validation of it are drawn, the gap between shaded.
        epochs: the end of the shared horizontal axis, at least 1.
    """
    low, high = _range(charts, metric)
    scale = _Scale(max(epochs, 1), low, high)
    return "".join(_figure(chart, metric, scale) for chart in charts)


def _range(charts: Sequence[Small], metric: str) -> tuple[float, float]:
    """Return the shared range: of accuracies up to 1, of losses from 0 to the 90th per cent of them."""
    values = sorted(
        value
        for chart in charts
        for name in (metric, f"val_{metric}")
        for value in chart.history.get(name, ())
        if math.isfinite(value)
    )
    if not values:
        return 0.0, 1.0
    if metric == "accuracy":
        return max(0.0, math.floor(values[0] * 10 - 0.01) / 10), 1.0
    # One run that diverges must not press the others flat; what is higher leaves the chart at its top.
    return 0.0, max(values[int(0.9 * (len(values) - 1))] * 1.1, 1e-6)


@dataclass(frozen=True)
class _Scale:
    """From epochs and values to the pixels of a chart; values beyond the range stay at its edge."""

    epochs: int
    low: float
    high: float

    def x(self, epoch: int) -> float:
        share = (epoch - 1) / (self.epochs - 1) if self.epochs > 1 else 0.5
        return _LEFT + (WIDTH - _LEFT - _RIGHT) * share

    def y(self, value: float) -> float:
        share = min(max((value - self.low) / (self.high - self.low), 0.0), 1.0)
        return _TOP + (HEIGHT - _TOP - _BOTTOM) * (1 - share)

    def points(self, values: Sequence[float]) -> _Points:
        return [
            (self.x(epoch), self.y(value)) if math.isfinite(value) else None
            for epoch, value in enumerate(values, 1)
        ]


def _figure(chart: Small, metric: str, scale: _Scale) -> str:
    training = scale.points(chart.history.get(metric, ()))
    validation = scale.points(chart.history.get(f"val_{metric}", ()))
    return (
        f"<figure><figcaption><b>{escape(chart.title)}</b><span>{escape(chart.note)}</span></figcaption>"
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(chart.summary)}">'
        f"{_axes(metric, scale)}{_gap(training, validation)}"
        f"{_line(training, 'train')}{_line(validation, 'validation')}</svg></figure>"
    )


def _axes(metric: str, scale: _Scale) -> str:
    rows = ""
    for tick in (scale.low, (scale.low + scale.high) / 2, scale.high):
        word = f"{tick * 100:.0f} %" if metric == "accuracy" else f"{tick:.2g}"
        y = scale.y(tick)
        rows += (
            f'<line x1="{_LEFT}" x2="{WIDTH - _RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>'
            f'<text x="{_LEFT - 4}" y="{y + 4:.1f}" text-anchor="end">{word}</text>'
        )
    first = f'<text x="{_LEFT}" y="{HEIGHT - 7}">epoch 1</text>'
    last = f'<text x="{WIDTH - _RIGHT}" y="{HEIGHT - 7}" text-anchor="end">{scale.epochs}</text>'
    return f'<g class="axes" aria-hidden="true">{rows}{first}{last if scale.epochs > 1 else ""}</g>'


def _line(points: _Points, kind: str) -> str:
    path, pen = "", "M"
    for point in points:
        if point is None:
            pen = "M"
            continue
        path += f"{pen}{point[0]:.1f} {point[1]:.1f}"
        pen = "L"
    every = math.ceil(len(points) / _MOST_MARKERS) or 1
    marks = "".join(
        _marker(kind, *point)
        for place, point in enumerate(points)
        if point is not None and (len(points) - 1 - place) % every == 0
    )
    return f'<path class="line {kind}" d="{path}"/><path class="marks {kind}" d="{marks}"/>' if path else ""


def _marker(kind: str, x: float, y: float) -> str:
    if kind == "train":
        return f"M{x - 2.5:.1f} {y:.1f}a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0 -5 0Z"
    return f"M{x:.1f} {y - 3.5:.1f}L{x + 3.5:.1f} {y + 2.5:.1f}L{x - 3.5:.1f} {y + 2.5:.1f}Z"


def _gap(training: _Points, validation: _Points) -> str:
    """The area between the lines, as far as both have values without a hole."""
    pairs = []
    for one, other in zip(training, validation, strict=False):
        if one is None or other is None:
            break
        pairs.append((one, other))
    if len(pairs) < 2:
        return ""
    outline = [one for one, _ in pairs] + [other for _, other in reversed(pairs)]
    return f'<path class="gap" d="M{"L".join(f"{px:.1f} {py:.1f}" for px, py in outline)}Z"/>'
