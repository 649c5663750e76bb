"""The settings of a training run: widgets, the address, and one ``TrainingConfig`` between them.

The configuration is the single truth. It is read from the address when a page is opened, seeds the widgets,
is read back from them on every run of the script, and is written to the address again: a copied address is a
copy of the experiment.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any

import streamlit as st

from dashboard.experiments import config as limits
from dashboard.experiments.choices import MANY_EPOCHS, RECIPES
from dashboard.experiments.config import ConfigError, TrainingConfig, query_key
from dashboard.experiments.pins import Pin, parse_pins, pins_to_text
from dashboard.experiments.sweep import Sweep, parse_sweep, sweep_to_text

RUN_PARAMETER = "run"
PINS_PARAMETER = "pins"
SWEEP_PARAMETER = "sweep"
DEFAULT_TARGET = 0.85
LEARNING_RATES = (0.00001, 0.00003, 0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0)
MOMENTA = (0.0, 0.5, 0.8, 0.9, 0.95, 0.99)
# Fields that have no widget here: a page fixes the first two; points, layers and callbacks have widgets of their own.
_FIXED = (
    "dataset", "recipe", "points", "stack", "callback", "hooks", "augmentation", "augments_validation",
    *sorted(limits.OF_CALLBACKS),
)  # fmt: skip
_WIDGETS = tuple(each.name for each in fields(TrainingConfig) if each.name not in _FIXED)
# What this module writes. Other parameters of the address, such as the speed, stay as they are.
_PARAMETERS = frozenset(
    {
        RUN_PARAMETER,
        PINS_PARAMETER,
        SWEEP_PARAMETER,
        *(query_key(each.name) for each in fields(TrainingConfig)),
    }
)


@dataclass(frozen=True)
class Kept:
    """What is kept between runs of the script, also while another page is open.

    Args:
        config: the settings at the last run of the script.
        run_id: the run on show, or empty.
        address: what was last written to the address.
        problems: one sentence for each value in the address that was not usable.
        defaults: the page's own default settings; the address holds what differs from them.
        pins: the runs kept for comparison.
        sweep: the sweep on show, or None.
    """

    config: TrainingConfig
    run_id: str = ""
    address: Mapping[str, str] | None = None
    problems: tuple[str, ...] = ()
    defaults: TrainingConfig = field(default_factory=TrainingConfig)
    pins: tuple[Pin, ...] = ()
    sweep: Sweep | None = None


def restore(key: str, defaults: TrainingConfig) -> Kept:
    """Bring back the settings, from the address where it tells something new, else from the last script run.

    Called again in the same run of the script, it returns the same.

    Args:
        key: prefix of this panel's session state.
        defaults: the page's own defaults.
    """
    kept: Kept | None = st.session_state.get(_kept(key))
    address = _address()
    just_changed = st.session_state.get(_changed(key), False)
    if kept is None or (address and address != kept.address and not just_changed):
        # The second case is the browser's Back button, or a link within the app. An address that lags behind
        # a widget that has just been moved is neither: the browser sent it before it heard of the new one.
        kept = _from_address(address, defaults)
        _seed(key, kept.config)
    elif _widget(key, _WIDGETS[0]) not in st.session_state:
        _seed(key, kept.config)  # back from another page, where Streamlit forgot the widgets
    st.session_state[_kept(key)] = kept
    return kept


def keep(key: str, kept: Kept) -> None:
    """Keep the settings, the run, the pins and the sweep, and write them to the address, all in one step."""
    wanted = kept.config.to_query(defaults=kept.defaults)
    if kept.run_id:
        wanted[RUN_PARAMETER] = kept.run_id
    if kept.pins:
        wanted[PINS_PARAMETER] = pins_to_text(kept.pins)
    if kept.sweep is not None:
        wanted[SWEEP_PARAMETER] = sweep_to_text(kept.sweep)
    st.session_state.pop(_changed(key), None)
    st.session_state[_kept(key)] = replace(kept, address=wanted)
    if wanted != _address():
        others = {name: value for name, value in st.query_params.to_dict().items() if name not in _PARAMETERS}
        st.query_params.from_dict(others | wanted)  # in one go: each write is a step of the browser's history


def recall(key: str) -> Kept:
    """Return what is kept; the panel must have been drawn."""
    value: Kept = st.session_state[_kept(key)]
    return value


def change(key: str, **changes: Any) -> None:
    """Change what is kept, for example the pins; the address follows when the panel is drawn next.

    Args:
        key: prefix of the panel's session state.
        changes: fields of :class:`Kept`.
    """
    st.session_state[_kept(key)] = replace(recall(key), **changes)
    note_change(key)


def choose(key: str, config: TrainingConfig) -> None:
    """Set every widget, and the settings that have none here, from a callback."""
    _seed(key, config)
    change(key, config=config)


def note_change(key: str) -> None:
    """Say that the learner has just acted in the panel: the address that the browser sent is older."""
    st.session_state[_changed(key)] = True


def current(key: str) -> TrainingConfig:
    """Return the settings as the widgets have them now.

    Raises:
        ConfigError: if a client sent a value that its widget does not offer.
    """
    names = set(_WIDGETS)
    if not st.session_state[_widget(key, "stops")]:
        names.discard("stop_at_accuracy")
    if _widget(key, "momentum") not in st.session_state:
        names.discard("momentum")  # Streamlit forgot the widget while it was not drawn
    values: dict[str, Any] = {name: st.session_state[_widget(key, name)] for name in names}
    values.setdefault("stop_at_accuracy", None)
    return replace(recall(key).config, **values)


def own_widget(key: str, name: str, options: Sequence[Any] | None = None) -> dict[str, Any]:
    """Return what to call a widget with that a page draws for a setting itself, after :func:`restore`.

    It must be drawn in every run of the script: Streamlit forgets a widget that is not.

    Args:
        key: prefix of the panel's session state.
        name: a field of ``TrainingConfig``.
        options: of a radio or a select box, whose default is a place among them; None for any other widget.
    """
    return _valued(key, name) if options is None else _indexed(key, name, options)


def widgets(key: str) -> TrainingConfig:
    """Draw the widgets that count for the page's model and return what they hold.

    A value out of range is told and changes nothing.
    """
    config = recall(key).config
    relevant = frozenset(config.relevant_fields())
    st.slider("Epochs", 1, _most_epochs(key), **_valued(key, "epochs"))
    if "units" in relevant:
        st.slider(
            "Neurons in the hidden layer",
            int(limits.UNITS.low),
            int(limits.UNITS.high),
            help="The `units` of the first Dense layer. The notes' program has 512.",
            **_valued(key, "units"),
        )
    if "filters" in relevant:
        st.slider(
            "Filters",
            int(limits.FILTERS.low),
            int(limits.FILTERS.high),
            help="How many patterns each convolution looks for; with scenes the first, and then twice and four times.",
            **_valued(key, "filters"),
        )
    if "convolutions" in relevant:
        st.radio(
            "Convolutions",
            limits.CONVOLUTIONS,
            horizontal=True,
            help="Each is followed by pooling. The second looks for patterns in what the first found.",
            **_indexed(key, "convolutions", limits.CONVOLUTIONS),
        )
    st.selectbox(
        "Optimizer",
        list(limits.OPTIMIZERS),
        format_func=_optimizer_name,
        **_indexed(key, "optimizer", list(limits.OPTIMIZERS)),
    )
    st.select_slider(
        "Learning rate",
        _learning_rates(key),
        format_func=lambda rate: f"{rate:.6f}".rstrip("0").rstrip("."),
        help="The size of each step. Keras starts SGD at 0.01 and the other three at 0.001.",
        **_valued(key, "learning_rate"),
    )
    if "momentum" in RECIPES[config.recipe].settings:
        _momentum_widget(key)
    if "stop_at_accuracy" in relevant:
        _stop_widgets(key)
    with st.expander("More settings"):
        _more_widgets(key, relevant)
    try:
        return current(key)
    except ConfigError as error:
        st.error(str(error), icon=":material/error:")
        return recall(key).config


def _most_epochs(key: str) -> int:
    """Return the end of the slider: short for the usual run, all that there are where a page is about many."""
    kept = recall(key)
    most = int(RECIPES[kept.config.recipe].epochs.high)
    usual = int(limits.EPOCHS.high)
    few = max(kept.defaults.epochs, kept.config.epochs, st.session_state[_widget(key, "epochs")]) <= usual
    return min(most, usual) if few and most == int(MANY_EPOCHS.high) else most


def _momentum_widget(key: str) -> None:
    if st.session_state[_widget(key, "optimizer")] != "sgd":
        return
    chosen = st.session_state.setdefault(_widget(key, "momentum"), recall(key).config.momentum)
    st.select_slider(
        "Momentum",
        sorted({*MOMENTA, chosen}),
        format_func=lambda momentum: f"{momentum:g}",
        help="The share of the former step that SGD adds to the next. 0 is plain SGD.",
        **_valued(key, "momentum"),
    )


def _stop_widgets(key: str) -> None:
    stops = st.toggle(
        "Stop at accuracy",
        help="A callback ends training after the first epoch whose training accuracy is above the target.",
        **_valued(key, "stops"),
    )
    if stops:
        st.session_state.setdefault(_widget(key, "stop_at_accuracy"), DEFAULT_TARGET)
        st.slider(
            "Target accuracy",
            limits.STOP_AT_ACCURACY.low,
            limits.STOP_AT_ACCURACY.high,
            step=0.01,
            **_valued(key, "stop_at_accuracy"),
        )


def _more_widgets(key: str, relevant: frozenset[str]) -> None:
    if "image_size" in relevant:
        st.select_slider(
            "Picture size",
            limits.IMAGE_SIZES,
            format_func=lambda size: f"{size} × {size}",
            help="Height and width in pixels. Larger pictures show more, and take longer.",
            **_valued(key, "image_size"),
        )
    if "examples" in relevant:
        st.select_slider(
            "Pictures",
            limits.EXAMPLES,
            format_func=lambda examples: f"{examples:,}",
            help="One fifth is kept aside for validation. All 60,000: the best model and the slowest epochs.",
            **_valued(key, "examples"),
        )
    if "batch_size" in relevant:
        st.select_slider(
            "Batch size",
            limits.BATCH_SIZES,
            help="Pictures in each step. Larger batches: fewer, calmer, faster steps.",
            **_valued(key, "batch_size"),
        )
    if "dropout" in relevant:
        st.slider(
            "Dropout",
            limits.DROPOUT.low,
            limits.DROPOUT.high,
            step=0.05,
            help="The share of hidden neurons switched off at random in each training step.",
            **_valued(key, "dropout"),
        )
    st.number_input(
        "Seed",
        int(limits.SEED.low),
        int(limits.SEED.high),
        step=1,
        help="The start of all randomness. The same seed and settings give the same curve.",
        **_valued(key, "seed"),
    )


def _learning_rates(key: str) -> list[float]:
    """The usual rates, with the one from the address among them."""
    return sorted({*LEARNING_RATES, st.session_state[_widget(key, "learning_rate")]})


def _optimizer_name(optimizer: str) -> str:
    return limits.OPTIMIZERS[optimizer].class_name


def _from_address(address: Mapping[str, str], defaults: TrainingConfig) -> Kept:
    config, problems = TrainingConfig.from_query(address, defaults, fixed=True)
    pins, pin_problems = parse_pins(address.get(PINS_PARAMETER, ""))
    sweep, sweep_problems = parse_sweep(address.get(SWEEP_PARAMETER, ""))
    problems = (*problems, *pin_problems, *sweep_problems)
    return Kept(config, address.get(RUN_PARAMETER, ""), address, problems, defaults, pins, sweep)


def _address() -> dict[str, str]:
    return {name: value for name, value in st.query_params.to_dict().items() if name in _PARAMETERS}


def _seed(key: str, config: TrainingConfig) -> None:
    for name in _WIDGETS:
        st.session_state[_widget(key, name)] = getattr(config, name)
    st.session_state[_widget(key, "stops")] = config.stop_at_accuracy is not None
    if config.stop_at_accuracy is None:
        st.session_state[_widget(key, "stop_at_accuracy")] = DEFAULT_TARGET


def _valued(key: str, name: str) -> dict[str, Any]:
    """Options of a widget, with what it holds as its default too.

    A browser that never heard of the seeded value (Streamlit drops what it has not sent yet when the script starts
    again) shows the default, and tells it back as if the learner had chosen it.
    """
    return _keyed(key, name) | {"value": st.session_state[_widget(key, name)]}


def _indexed(key: str, name: str, options: Sequence[Any]) -> dict[str, Any]:
    """The same for a widget whose default is a place among its options."""
    held = st.session_state[_widget(key, name)]
    return _keyed(key, name) | {"index": options.index(held) if held in options else 0}


def _keyed(key: str, name: str) -> dict[str, Any]:
    return {"key": _widget(key, name), "on_change": note_change, "args": (key,)}


def _widget(key: str, name: str) -> str:
    return f"{key}-{name}"


def _kept(key: str) -> str:
    return f"{key}-kept"


def _changed(key: str) -> str:
    return f"{key}-changed"
