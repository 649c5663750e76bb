"""What ``model.summary()`` says about a stack, derived in words, and what Keras says to one that does not fit.

Nothing here imports Keras; a test compares every figure and every error with Keras' own, over many random stacks.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.experiments.stack import StackError, StackLayer, stack_from_text, stack_to_text

Shape = tuple[int, ...]

PICTURE: Shape = (28, 28, 1)  # rows, columns, channels; the axis of the batch is left out
CLASSES = 10
# So that an epoch of a thousand pictures takes seconds: the notes' model multiplies 5.1 million times a picture.
MOST_PRODUCTS = 8_000_000
# Numbers that a picture becomes on its way, with the windows that convolutions read: the notes' model has 145,000.
MOST_VALUES = 250_000
_BASE_NAMES = {"conv": "conv2d", "pool": "max_pooling2d", "flatten": "flatten", "dense": "dense"}


@dataclass(frozen=True)
class SummaryRow:
    """One row of ``model.summary()``.

    Args:
        name: the name that Keras gives the layer in a fresh program.
        class_name: its class in ``keras.layers``.
        shape: of its output for one picture.
        params: number of its weights.
        why_shape: how the shape comes about.
        why_params: how the number comes about.
    """

    name: str
    class_name: str
    shape: Shape
    params: int
    why_shape: str
    why_params: str

    @property
    def output_shape(self) -> str:
        """The shape as Keras prints it, for example ``(None, 26, 26, 64)``."""
        return _batched(self.shape)


@dataclass(frozen=True)
class Misfit:
    """Why a stack does not train.

    Args:
        place: the layer, from 0; as many as there are layers for the stack as a whole.
        when: what the program is doing: ``building``, ``fitting``, or ``never`` if Keras raises nothing.
        error: what Keras says, or empty.
        why: a sentence or two for a learner.
        remedy: what to change.
    """

    place: int
    when: str
    error: str
    why: str
    remedy: str


@dataclass(frozen=True)
class Summary:
    """A stack in figures.

    Args:
        rows: from the reshape at the front to the last layer that can be built.
        misfit: why the stack does not train, or None.
        products: multiplications for one picture.
        values: numbers held for one picture, the windows of convolutions included.
    """

    rows: tuple[SummaryRow, ...]
    misfit: Misfit | None
    products: int
    values: int

    @property
    def total_params(self) -> int:
        """Number of weights of all layers."""
        return sum(row.params for row in self.rows)


def summary(stack: Sequence[StackLayer]) -> Summary:
    """Return the rows of ``model.summary()`` for a stack on pictures of 28 x 28, and what does not fit."""
    rows = [_reshape_row()]
    counts: Counter[str] = Counter()
    products = values = 0
    for place, layer in enumerate(stack):
        base = _BASE_NAMES[layer.kind]
        name = f"{base}_{counts[base]}" if counts[base] else base
        counts[base] += 1
        before = rows[-1].shape
        misfit = _does_not_fit(place, layer, name, before)
        if misfit is not None:
            return Summary(tuple(rows), misfit, products, values)
        rows.append(_ROWS[layer.kind](layer, name, before))
        work, held = _work(layer, before, rows[-1].shape)
        products, values = products + work, values + held
    misfit = _end_misfit(stack, rows[-1].shape) or _size_misfit(len(stack), products, values)
    return Summary(tuple(rows), misfit, products, values)


def checked_stack(text: object) -> str:
    """Return the text of a stack that trains, as :func:`stack_to_text` writes it.

    Raises:
        StackError: if it is no stack, or one that does not fit; one sentence says why.
    """
    if not isinstance(text, str):
        raise StackError(f"A stack must be a text; received {str(text)[:40]!r}.")
    stack = stack_from_text(text)
    misfit = summary(stack).misfit
    if misfit is not None:
        raise StackError(f"This stack of layers does not train: {misfit.why}")
    return stack_to_text(stack)


def _reshape_row() -> SummaryRow:
    why = "28 rows, 28 columns, and one number a pixel: the channel of a grey picture"
    return SummaryRow("reshape", "Reshape", PICTURE, 0, why, "nothing to learn")


def _conv_row(layer: StackLayer, name: str, before: Shape) -> SummaryRow:
    filters, kernel = layer.sizes
    height, width, channels = before
    shape = (height - kernel + 1, width - kernel + 1, filters)
    params = (kernel * kernel * channels + 1) * filters
    why_shape = (
        f"{height} - {kernel} + 1 = {shape[0]}: a kernel of {kernel} has that many places, without padding; "
        f"one map for each of the {_count(filters, 'filter')}"
    )
    sum_of_weights = f"({kernel} * {kernel} * {channels} + 1) * {filters} = {params:,}"
    why_params = f"{sum_of_weights}: a kernel for every map, and a bias, per filter"
    return SummaryRow(name, layer.class_name, shape, params, why_shape, why_params)


def _pool_row(layer: StackLayer, name: str, before: Shape) -> SummaryRow:
    [pool] = layer.sizes
    height, width, channels = before
    shape = (height // pool, width // pool, channels)
    left = "" if height % pool == 0 else f", the rest of {height % pool} is dropped"
    why = f"{height} / {pool} = {shape[0]}{left}; the number of maps stays"
    return SummaryRow(name, layer.class_name, shape, 0, why, "it takes the largest: nothing to learn")


def _flatten_row(layer: StackLayer, name: str, before: Shape) -> SummaryRow:
    length = math.prod(before)
    product = " * ".join(map(str, before))
    why = f"{product} = {length:,}: all in one row" if len(before) > 1 else "it is one row already"
    return SummaryRow(
        name, layer.class_name, (length,), 0, why, "the same numbers in another order: nothing to learn"
    )


def _dense_row(layer: StackLayer, name: str, before: Shape) -> SummaryRow:
    [units] = layer.sizes
    inputs = before[-1]
    params = (inputs + 1) * units
    why = f"one number for each of the {_count(units, 'unit')}"
    if len(before) > 1:
        why += f", at each of the {before[0]} * {before[1]} places: there was no Flatten"
    why_params = f"({inputs:,} + 1) * {units} = {params:,}: a weight for each input, and a bias, per unit"
    return SummaryRow(name, layer.class_name, (*before[:-1], units), params, why, why_params)


_ROWS = {"conv": _conv_row, "pool": _pool_row, "flatten": _flatten_row, "dense": _dense_row}


def _does_not_fit(place: int, layer: StackLayer, name: str, before: Shape) -> Misfit | None:
    """Return what Keras says when it is to put a layer after others that give ``before``."""
    if layer.kind not in ("conv", "pool"):
        return None
    if len(before) == 1:
        expected = "min_ndim=4" if layer.kind == "conv" else "ndim=4"
        return Misfit(
            place,
            "building",
            f"ValueError: Input 0 with name 'None' of layer '{name}' is incompatible with the layer: expected "
            f"{expected}, found ndim=2. Full shape received: {_batched(before)}",
            f"{layer.class_name} wants maps: four axes, pictures, rows, columns, channels. After Flatten there is "
            f"one row of {_count(before[0], 'number')} for each picture: two axes, which is what `found ndim=2` says.",
            f"Move {layer.class_name} above Flatten, or remove it.",
        )
    size = layer.sizes[-1]
    if min(before[:2]) >= size:
        return None
    rows, columns, channels = before
    if layer.kind == "conv":
        filters, kernel = layer.sizes
        error = (
            f"ValueError: Computed output size would be zero or negative. Received `inputs shape={_batched(before)}`, "
            f"`kernel shape=({kernel}, {kernel}, {channels}, {filters})`, `dilation_rate=[1 1]`, `strides=(1, 1)`, "
            "`padding=valid`."
        )
        why = (
            f"The map has {rows} × {columns} pixels when it comes here, and a kernel of {kernel} × {kernel} does not "
            f"fit into it at any place: {rows} - {kernel} + 1 = {rows - kernel + 1}."
        )
        return Misfit(place, "building", error, why, "Take a smaller kernel, or pool less before it.")
    error = (
        "ValueError: Exception encountered when calling MaxPooling2D.call().\n\nComputed output size would be zero or "
        f"negative. Received: `inputs.shape=[None {rows} {columns} {channels}]`, `pool_size=[{size} {size}]`, "
        f"`strides=({size}, {size})`, `padding=valid`."
    )
    why = f"The map has {rows} × {columns} pixels when it comes here. Pooling {size} × {size} of them would leave none."
    return Misfit(place, "building", error, why, "Remove a pooling layer, or take a smaller pool.")


def _end_misfit(stack: Sequence[StackLayer], shape: Shape) -> Misfit | None:
    """Return what is wrong with the last layer: ten probabilities for each picture are wanted."""
    place = len(stack)
    last = stack[-1] if stack else None
    if len(shape) > 1:
        error = (
            "ValueError: Argument `output` must have rank (ndim) `target.ndim - 1`. Received: target.shape=(32,), "
            f"output.shape={_batched(shape).replace('None', '32')}"
        )
        why = (
            f"The model builds, but gives {shape[0]} × {shape[1]} places with {_count(shape[2], 'number')} each, where "
            "one answer for the whole picture is wanted: 32 labels stand against 32 sets of maps."
        )
        return Misfit(
            place, "fitting", error, why, "Put Flatten, then Dense with 10 units and softmax, at the end."
        )
    remedy = "Let the last layer be Dense with 10 units and softmax."
    if shape[0] < CLASSES:
        error = (
            f"Received a label value of {CLASSES - 1} which is outside the valid range of [0, {shape[0]})."
        )
        why = (
            f"The model builds, but its last layer has {_count(shape[0], 'output')}. There are ten classes, 0 to 9, "
            "and for label 9 there is no output."
        )
        return Misfit(place, "fitting", error, why, remedy)
    if shape[0] > CLASSES:
        why = (
            f"Keras raises no error, but the last layer has {shape[0]:,} outputs for ten classes: all beyond the tenth "
            "are never right, and take weights and time."
        )
        return Misfit(place, "never", "", why, remedy)
    if last is None or last.activation != "softmax":
        why = (
            "Keras raises no error, but the last layer gives no probabilities: without softmax its numbers are "
            "not between 0 and 1 and do not sum to 1, and the loss reads them as if they did."
        )
        return Misfit(place, "never", "", why, remedy)
    return None


def _size_misfit(place: int, products: int, values: int) -> Misfit | None:
    remedy = "Take fewer filters or units, or pool earlier."
    if products > MOST_PRODUCTS:
        why = (
            f"Keras would train it, but it multiplies {products:,} times for each picture; this page stops at "
            f"{MOST_PRODUCTS:,}, so that a run takes seconds."
        )
        return Misfit(place, "never", "", why, remedy)
    if values > MOST_VALUES:
        why = (
            f"Keras would train it, but it holds {values:,} numbers for each picture; this page stops at "
            f"{MOST_VALUES:,}, so that many learners fit into its memory."
        )
        return Misfit(place, "never", "", why, remedy)
    return None


def _work(layer: StackLayer, before: Shape, after: Shape) -> tuple[int, int]:
    """Return how often a layer multiplies for one picture, and how many numbers it holds."""
    held = math.prod(after)
    if layer.kind == "conv":
        filters, kernel = layer.sizes
        window = kernel * kernel * before[-1]
        places = after[0] * after[1]
        return places * window * filters, held + places * window
    return (before[-1] * held, held) if layer.kind == "dense" else (0, held)


def _batched(shape: Shape) -> str:
    return str((None, *shape))


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")
