"""A stack of layers to add to, to remove from and to reorder, with its summary and what does not fit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import streamlit as st

from dashboard.components import training_panel_settings as settings
from dashboard.components.address import Kept
from dashboard.components.lesson_page import PROSE_WIDTH
from dashboard.experiments.stack import (
    ACTIVATIONS,
    KINDS,
    MOST_LAYERS,
    NEW_LAYERS,
    PRESETS,
    SIZES,
    Stack,
    StackError,
    StackLayer,
    stack_from_text,
    stack_to_text,
)
from dashboard.experiments.stack_summary import Misfit, Summary, summary

_WIDTHS = dict.fromkeys(("filters", "kernel_size", "pool_size", "units"), 105)
_NONE = "(none)"  # how an empty stack stands in the address: an empty text means no draft


@dataclass(frozen=True)
class _Draft(Kept):
    """A stack that does not train, as the address holds it; empty while the stack is that of the settings."""

    def read(self, text: str) -> str | None:
        """Return the text if it is a stack."""
        try:
            return text if text == _NONE else stack_to_text(stack_from_text(text))
        except StackError:
            return None


def stack_builder(key: str) -> bool:
    """Draw the presets, the layers, the summary and the misfit; a stack that fits becomes the panel's setting.

    Args:
        key: the key of the training panel, whose settings must have been restored.

    Returns:
        Whether the stack on show is the one that the panel trains.
    """
    draft = _draft(key)
    draft.options()
    kept: str = draft.keep(st.session_state[draft.widget])
    text = "" if kept == _NONE else kept or settings.recall(key).config.stack
    if text != st.session_state.get(f"{key}-stack-shown"):
        # From a button, the address or an experiment: the widgets begin anew with these layers.
        st.session_state[f"{key}-stack-shown"] = text
        st.session_state[_version(key)] = st.session_state.get(_version(key), 0) + 1
    stack = stack_from_text(text)
    _presets(key)
    _layers(key, stack)
    found = summary(stack)
    _table(found)
    with st.container(width=PROSE_WIDTH):
        if found.misfit is not None:
            _misfit(found.misfit, stack)
        else:
            st.success(
                f"These layers fit: {found.total_params:,} weights, and {found.products:,} multiplications for each "
                "picture.",
                icon=":material/check_circle:",
            )
    return found.misfit is None


def set_stack(key: str, stack: Sequence[StackLayer]) -> None:
    """Set the stack, from a callback: one that fits becomes the panel's setting, another waits for more layers."""
    text = stack_to_text(stack)
    if summary(stack).misfit is None:
        _draft(key).choose("")
        settings.change(key, config=replace(settings.recall(key).config, stack=text))
    else:
        _draft(key).choose(text or _NONE)
        settings.note_change(key)


def _draft(key: str) -> _Draft:
    return _Draft(f"{key}-draft", "")


def _version(key: str) -> str:
    return f"{key}-stack-version"


def _presets(key: str) -> None:
    with st.container(horizontal=True):
        for name, text in PRESETS.items():
            st.button(name, key=f"{key}-preset-{name}", on_click=set_stack, args=(key, stack_from_text(text)))
    full = len(stack_from_text(st.session_state[f"{key}-stack-shown"])) >= MOST_LAYERS
    with st.container(horizontal=True):
        for kind, name in KINDS.items():
            st.button(
                name,
                icon=":material/add:",
                key=f"{key}-add-{kind}",
                disabled=full,
                help=f"{MOST_LAYERS} layers are the most here."
                if full
                else f"Put {name} under the last layer.",
                on_click=_add,
                args=(key, kind),
            )


def _layers(key: str, stack: Stack) -> None:
    if not stack:
        st.info("No layers yet: add one.", icon=":material/info:")
    for place, layer in enumerate(stack):
        with st.container(
            border=True, horizontal=True, vertical_alignment="bottom", key=f"{key}-layer-{place}"
        ):
            st.markdown(f"{place + 1}. **{layer.class_name}**", width=125)
            _fields(key, place, layer)
            _buttons(key, place, len(stack), layer)


def _fields(key: str, place: int, layer: StackLayer) -> None:
    """Draw the numbers and the activation of one layer."""
    for (name, (low, high)), value in zip(SIZES[layer.kind].items(), layer.sizes, strict=True):
        widget = _field(key, place, name)
        st.session_state.setdefault(widget, value)
        st.number_input(
            name,
            low,
            high,
            step=1,
            width=_WIDTHS[name],
            key=widget,
            on_change=_edit,
            args=(key, place),
        )
    if ACTIVATIONS[layer.kind]:
        widget = _field(key, place, "activation")
        st.session_state.setdefault(widget, layer.activation)
        st.selectbox(
            "activation",
            ACTIVATIONS[layer.kind],
            width=105,
            key=widget,
            on_change=_edit,
            args=(key, place),
        )


def _buttons(key: str, place: int, count: int, layer: StackLayer) -> None:
    name = f"layer {place + 1}, {layer.class_name}"
    moves = (
        ("up", ":material/arrow_upward:", f"Move {name}, up", place == 0),
        ("down", ":material/arrow_downward:", f"Move {name}, down", place == count - 1),
        ("remove", ":material/delete:", f"Remove {name}", False),
    )
    for what, icon, says, disabled in moves:
        st.button(
            f":small[{what}]",
            icon=icon,
            key=f"{key}-{what}-{place}",
            help=says,
            disabled=disabled,
            type="tertiary",
            on_click=_move,
            args=(key, place, what),
        )


def _field(key: str, place: int, name: str) -> str:
    return f"{key}-stack-{st.session_state[_version(key)]}-{place}-{name}"


def _shown_stack(key: str) -> list[StackLayer]:
    return list(stack_from_text(st.session_state[f"{key}-stack-shown"]))


def _add(key: str, kind: str) -> None:
    stack = _shown_stack(key)
    if len(stack) < MOST_LAYERS:
        set_stack(key, [*stack, NEW_LAYERS[kind]])


def _move(key: str, place: int, what: str) -> None:
    stack = _shown_stack(key)
    layer = stack.pop(place)
    if what != "remove":
        stack.insert(place + (1 if what == "down" else -1), layer)
    set_stack(key, stack)


def _edit(key: str, place: int) -> None:
    """Take what the widgets of one layer hold; a value that its widget does not offer changes nothing."""
    stack = _shown_stack(key)
    layer = stack[place]
    sizes = tuple(st.session_state.get(_field(key, place, name)) for name in SIZES[layer.kind])
    activation = st.session_state.get(_field(key, place, "activation"), layer.activation)
    try:
        stack[place] = StackLayer(
            layer.kind,
            tuple(old if new is None else new for old, new in zip(layer.sizes, sizes, strict=True)),
            activation,
        )
    except StackError:
        return
    st.session_state[f"{key}-stack-shown"] = stack_to_text(stack)  # the widgets hold it already
    set_stack(key, stack)


def _table(found: Summary) -> None:
    rows = found.rows
    st.table(
        {
            "layer": [f"{row.name} ({row.class_name})" for row in rows],
            "output shape": [f"**{row.output_shape}** {_plain(row.why_shape)}" for row in rows],
            "parameters": [f"**{row.params:,}** {_plain(row.why_params)}" for row in rows],
        },
        hide_index=True,
        alt=f"The summary of the model: {len(rows)} layers with {found.total_params:,} weights in all.",
    )


def _plain(text: str) -> str:
    """Keep the stars of a product from becoming emphasis."""
    return text.replace("*", "×")


def _misfit(misfit: Misfit, stack: Stack) -> None:
    where = (
        f"Layer {misfit.place + 1}, {stack[misfit.place].class_name}"
        if misfit.place < len(stack)
        else "The last layer"
    )
    st.warning(f"**{where}: this stack does not train.** {misfit.why}", icon=":material/warning:")
    if misfit.error:
        doing = "while the model is built" if misfit.when == "building" else "in `model.fit`"
        st.markdown(f"Keras stops {doing}:")
        st.code(misfit.error, language=None, wrap_lines=True)
    st.markdown(f"**What to change:** {misfit.remedy}")
