"""From two classes to many: what must fit what, and one label's loss worked out by hand."""

from __future__ import annotations

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from dashboard.charts.figures import probability_bars, probability_rows
from dashboard.components.address import Choice, Number
from dashboard.components.data_table import figure_with_table
from dashboard.components.lesson_page import PROSE_WIDTH
from dashboard.experiments.activations import softmax
from dashboard.experiments.labels import (
    FORMS,
    LabelForm,
    binary_crossentropy,
    crossentropy,
    last_layer,
    one_hot,
    sigmoid,
    weights_of_last_layer,
)

_MOST_CLASSES = 10
_SCORES = (2.0, 1.0, -1.0)


def what_fits_what(names: tuple[str, ...]) -> None:
    """Draw how many classes and which labels, both in the address, and the lines of code that fit them.

    Args:
        names: the page's classes, by label; others are called by their number.
    """
    amount = Number("many-classes", len(names), 2, _MOST_CLASSES)
    kind = Choice("many-labels", "categorical", words=tuple(FORMS))
    with st.container(width=PROSE_WIDTH):
        classes = int(amount.keep(st.slider("Classes", 2, _MOST_CLASSES, **amount.options())))
        form = FORMS[
            kind.keep(
                st.radio(
                    "Labels",
                    list(FORMS),
                    format_func=lambda name: FORMS[name].title,
                    horizontal=True,
                    **kind.options(),
                )
            )
        ]
        if form.class_mode == "binary" and classes > 2:
            st.warning(
                f"0 or 1 can name two classes, not {classes}. Take one-hot or whole numbers, or go back to 2 classes.",
                icon=":material/warning:",
            )
            return
        st.code(fitting_code(form, classes), language="python")
        st.table(_rows(form, classes, names), hide_index=True, alt="The label of each class")
        st.markdown(_in_words(form, classes))


def fitting_code(form: LabelForm, classes: int) -> str:
    """Return the lines of a program that depend on the number of classes and the form of the labels."""
    units, activation = last_layer(form, classes)
    return (
        f'label_mode="{form.label_mode}"  # image_dataset_from_directory\n'
        f'class_mode="{form.class_mode}"  # ImageDataGenerator\n'
        f'keras.layers.Dense({units}, activation="{activation}")\n'
        f'loss="{form.loss}"'
    )


def _rows(form: LabelForm, classes: int, names: tuple[str, ...]) -> dict[str, list[str]]:
    known = names if classes == len(names) else tuple(f"class {label}" for label in range(classes))
    shown = [
        str(one_hot(label, classes)) if form.class_mode == "categorical" else str(label)
        for label in range(classes)
    ]
    return {"folder, by the alphabet": list(known), "its label": shown}


def _in_words(form: LabelForm, classes: int) -> str:
    units, activation = last_layer(form, classes)
    numbers = f"{weights_of_last_layer(form, classes):,}"
    if form.class_mode == "binary":
        return (
            f"One {activation} unit: its output is the probability of class 1, and the rest is that of class 0. "
            f"After 128 hidden neurons it has {numbers} numbers to learn."
        )
    same = "the other form of labels and its loss would learn the same from the same pictures"
    two = " For two classes this works as well as one sigmoid unit." if classes == 2 else ""
    return (
        f"{units} {activation} units, one a class: {numbers} numbers to learn after 128 hidden neurons. "
        f"The last layer does not care how labels are written, the loss does; {same}.{two}"
    )


@st.fragment
def losses_by_hand(key: str, names: tuple[str, ...]) -> None:
    """Draw three scores to move, what sigmoid and softmax make of them, and what each loss says.

    Args:
        key: unique on the page.
        names: three classes, by label.
    """
    with st.container(width=PROSE_WIDTH):
        scores = [
            st.slider(f"Score of {name}", -5.0, 5.0, start, 0.1, key=f"{key}-score-{name}")
            for name, start in zip(names, _SCORES, strict=True)
        ]
        true = st.radio(
            "The picture shows",
            range(len(names)),
            format_func=names.__getitem__,
            horizontal=True,
            key=f"{key}-true",
        )
        probabilities, separate = softmax(scores), sigmoid(scores)
        figure_with_table(
            probability_bars(probabilities, names, true, int(probabilities.argmax())),
            f"Softmax: {_written(probabilities)}, together 1. Sigmoid takes each score alone: {_written(separate)}, "
            f"together {separate.sum():.3f}. Move one score: softmax changes all three, sigmoid one.",
            probability_rows(probabilities, names),
            f"{key}-bars",
        )
        st.markdown(_losses_worked_out(probabilities, separate, true))


def _losses_worked_out(probabilities: NDArray[np.float64], separate: NDArray[np.float64], true: int) -> str:
    """Return a line a loss: the label it takes, the sum, and what comes of it."""
    label = one_hot(true, len(probabilities))
    products = " + ".join(
        f"{part} × ln {value:.3f}" for part, value in zip(label, probabilities, strict=True)
    )
    cost = crossentropy(probabilities.tolist(), label)
    separately = binary_crossentropy(separate.tolist(), label)
    return (
        f"- `categorical_crossentropy`, label `{label}`: -({products}) = **{cost:.3f}**\n"
        f"- `sparse_categorical_crossentropy`, label `{true}`: -ln {probabilities[true]:.3f} = **{cost:.3f}**\n"
        f"- `binary_crossentropy` of the three sigmoids, label `{label}`: the mean of three yes-or-no questions, "
        f"**{separately:.3f}**"
    )


def _written(values: NDArray[np.float64]) -> str:
    return ", ".join(f"{value:.3f}" for value in values)
