"""Scenes: a drawing on a random background, with rotation, scale, light, hue, shadow and things around it."""

from __future__ import annotations

import colorsys
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from PIL import Image, ImageChops, ImageDraw, ImageEnhance, ImageFilter

from tools.data.drawings import Drawing

SIDE = 96  # pixels of a finished picture
_DRAWN = 2 * SIDE  # everything is drawn at twice the size, then made smaller: edges come out smooth


@dataclass(frozen=True)
class Difficulty:
    """How hard a scene is to read.

    Args:
        subject: smallest and largest size of the subject, as a fraction of the picture's side.
        distractors: the most things beside the subject.
        turn: the subject is turned by at most so many degrees, either way.
    """

    subject: tuple[float, float]
    distractors: int
    turn: float


EASY = Difficulty(subject=(0.7, 0.95), distractors=0, turn=15)
CLUTTERED = Difficulty(subject=(0.5, 0.8), distractors=3, turn=25)


def scene(
    subject: Drawing, distractors: Sequence[Drawing], difficulty: Difficulty, hue: float, rng: Generator
) -> Image.Image:
    """Return one RGB picture of ``SIDE`` pixels a side.

    Args:
        subject: what the picture shows.
        distractors: drawings to choose from for what stands around it.
        difficulty: sizes, angles and how many distractors.
        hue: the subject's hue is turned by at most so many degrees, either way: little where it is that of skin.
        rng: decides everything else.
    """
    canvas = _background(rng)
    for _ in range(int(rng.integers(0, difficulty.distractors + 1))):
        thing = distractors[int(rng.integers(len(distractors)))]
        size = _DRAWN * rng.uniform(0.15, 0.35)
        _place(canvas, _varied(thing, size, 20, 25, rng), rng, spread=0.5)
    low, high = difficulty.subject
    varied = _varied(subject, _DRAWN * rng.uniform(low, high), difficulty.turn, hue, rng)
    _place(canvas, varied, rng, spread=(1.05 - high) / 2)
    return _developed(canvas.resize((SIDE, SIDE), Image.Resampling.LANCZOS), rng)


def _background(rng: Generator) -> Image.Image:
    """Return one of: sky and hills, a wall and a floor, soft blots of colour, or coarse noise between two colours."""
    kind = int(rng.integers(4))
    if kind == 0:
        canvas = _gradient(_colour(rng, value=(0.6, 1.0)), _colour(rng, value=(0.8, 1.0)))
        _hills(canvas, rng)
    elif kind == 1:
        wall = _colour(rng)
        canvas = _gradient(wall, tuple(0.8 * part for part in wall))
        _floor(canvas, rng)
    elif kind == 2:
        canvas = _gradient(_colour(rng), _colour(rng))
        _blots(canvas, rng)
    else:
        canvas = _noise(_colour(rng), _colour(rng), rng)
    return canvas


def _colour(rng: Generator, value: tuple[float, float] = (0.35, 1.0)) -> tuple[float, ...]:
    """Return red, green and blue, 0 to 255; half of the colours are pale."""
    saturation = rng.uniform(0.0, 0.35) if rng.random() < 0.5 else rng.uniform(0.25, 0.8)
    rgb = colorsys.hsv_to_rgb(rng.random(), saturation, rng.uniform(*value))
    return tuple(255 * part for part in rgb)


def _whole(colour: Sequence[float]) -> tuple[int, ...]:
    return tuple(round(part) for part in colour)


def _blend(first: Sequence[float], second: Sequence[float], share: NDArray[np.float64]) -> Image.Image:
    """Mix two colours; ``share``, of shape (height, width), is 0 for the first and 1 for the second."""
    pixels = np.array(first) + (np.array(second) - np.array(first)) * share[..., None]
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))


def _gradient(top: Sequence[float], bottom: Sequence[float]) -> Image.Image:
    rows = np.linspace(0.0, 1.0, _DRAWN)[:, None]
    return _blend(top, bottom, np.broadcast_to(rows, (_DRAWN, _DRAWN)))


def _noise(first: Sequence[float], second: Sequence[float], rng: Generator) -> Image.Image:
    coarse = Image.fromarray((255 * rng.random((8, 8))).astype(np.uint8))
    smooth = coarse.resize((_DRAWN, _DRAWN), Image.Resampling.BICUBIC)
    return _blend(first, second, np.asarray(smooth) / 255.0)


def _hills(canvas: Image.Image, rng: Generator) -> None:
    draw = ImageDraw.Draw(canvas)
    columns = np.arange(0, _DRAWN + 4, 4)
    for depth in range(int(rng.integers(1, 4))):
        level = _DRAWN * (rng.uniform(0.45, 0.65) + 0.12 * depth)
        waves = np.sin(columns * rng.uniform(0.01, 0.05) + rng.uniform(0, 2 * math.pi)) * rng.uniform(4, 20)
        ridge = [(float(x), float(level + y)) for x, y in zip(columns, waves, strict=True)]
        draw.polygon([*ridge, (_DRAWN, _DRAWN), (0, _DRAWN)], fill=_whole(_colour(rng, value=(0.3, 0.8))))


def _floor(canvas: Image.Image, rng: Generator) -> None:
    draw = ImageDraw.Draw(canvas)
    level = int(_DRAWN * rng.uniform(0.5, 0.85))
    floor = _colour(rng, value=(0.3, 0.8))
    draw.rectangle((0, level, _DRAWN, _DRAWN), fill=_whole(floor))
    darker = _whole([0.85 * part for part in floor])
    middle, gap = _DRAWN * rng.uniform(0.2, 0.8), _DRAWN * rng.uniform(0.08, 0.25)
    for board in range(-16, 17):
        draw.line((middle + board * gap, level, middle + 2.5 * board * gap, _DRAWN), fill=darker, width=2)


def _blots(canvas: Image.Image, rng: Generator) -> None:
    draw = ImageDraw.Draw(canvas)
    for _ in range(int(rng.integers(3, 9))):
        x, y = rng.uniform(0, _DRAWN, 2)
        radius = rng.uniform(0.06, 0.25) * _DRAWN
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=_whole(_colour(rng)))
    canvas.paste(canvas.filter(ImageFilter.GaussianBlur(rng.uniform(2, 14))))


def _varied(drawing: Drawing, size: float, turn: float, hue: float, rng: Generator) -> Image.Image:
    """Return a drawing with another size, angle, side, hue, strength of colour and brightness."""
    picture = drawing.render(round(size))
    if rng.random() < 0.5:
        picture = picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    picture = _turned_hue(picture, rng.uniform(-hue, hue))
    for enhance in (ImageEnhance.Color, ImageEnhance.Brightness, ImageEnhance.Contrast):
        picture = enhance(picture).enhance(rng.uniform(0.75, 1.25))
    return picture.rotate(rng.uniform(-turn, turn), Image.Resampling.BICUBIC, expand=True)


def _turned_hue(picture: Image.Image, degrees: float) -> Image.Image:
    alpha = picture.getchannel("A")
    hue, saturation, value = picture.convert("RGB").convert("HSV").split()
    turned = hue.point(lambda level: int(level + degrees * 256 / 360) % 256)
    changed = Image.merge("HSV", (turned, saturation, value)).convert("RGB")
    changed.putalpha(alpha)
    return changed


def _place(canvas: Image.Image, picture: Image.Image, rng: Generator, spread: float) -> None:
    """Paste a picture with its shadow; its centre is at most ``spread`` sides from that of the canvas."""
    x, y = (round(_DRAWN / 2 + _DRAWN * rng.uniform(-spread, spread) - side / 2) for side in picture.size)
    shadow = Image.new("L", canvas.size, 0)
    away = _DRAWN * rng.uniform(0.01, 0.05)
    shadow.paste(picture.getchannel("A"), (round(x + away * rng.choice([-1, 1])), round(y + away)))
    shadow = shadow.filter(ImageFilter.GaussianBlur(rng.uniform(2, 6)))
    strength = rng.uniform(0.0, 0.5)
    canvas.paste(ImageChops.multiply(canvas, Image.new("RGB", canvas.size, (90, 90, 100))),
                 mask=shadow.point(lambda level: int(level * strength)))  # fmt: skip
    canvas.paste(picture, (x, y), picture)


def _developed(picture: Image.Image, rng: Generator) -> Image.Image:
    """Return the picture under another light, with the noise of a camera."""
    tint = rng.uniform(0.85, 1.1, 3) * rng.uniform(0.8, 1.1)
    pixels = np.asarray(picture, dtype=np.float64) * tint + rng.normal(0, rng.uniform(0, 6), (SIDE, SIDE, 3))
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))
