"""One training step of a single neuron, with the numbers in the formulas."""

from __future__ import annotations

import streamlit as st

from dashboard.components.address import Number
from dashboard.experiments import neuron
from dashboard.experiments.config import OPTIMIZERS, TrainingConfig
from dashboard.experiments.neuron import Move, Step
from dashboard.experiments.run import Run

__all__ = ["step_formulas", "worked_step"]

_NOTHING_YET = (
    "There is no step to work out yet. Press **Step** above for one epoch, or **Train** for all of them."
)


@st.fragment
def worked_step(key: str, run: Run | None, address: str) -> None:
    """Draw one step of a run, worked out; another number redraws nothing else of the page.

    Args:
        key: unique on the page.
        run: the run on show, or None.
        address: the parameter of the address that holds the number of the step.
    """
    last = len(run.path) - 1 if run is not None else 0
    if run is None or last < 1:
        st.info(_NOTHING_YET, icon=":material/calculate:")
        return
    kept = Number(address, 1, low=1, high=10_000)
    options = kept.options()
    st.session_state[kept.widget] = min(st.session_state[kept.widget] or 1, last)
    number = kept.keep(
        st.number_input(
            f"Which step? 1 to {last:,}",
            1,
            last,
            step=1,
            format="%d",
            width=220,
            **options | kept.default_option(),
        )
    )
    step = neuron.worked_step(run.config, run.path, number)
    if not step.finite:
        st.warning(_what_broke(step), icon=":material/warning:")
        return
    _guesses(key, run.config, step)
    _formulas(run, step)


def _what_broke(step: Step) -> str:
    return (
        f"Step {step.number} has no numbers to show: by then the weight was {step.weight.before:.3g}, and what is "
        "computed from it is infinite or nan, not a number. Choose an earlier step and see how each guess is further "
        "off than the one before."
    )


def _guesses(key: str, config: TrainingConfig, step: Step) -> None:
    st.markdown(
        f"**1. Guess.** The neuron computes weight × x + bias, here {_signed_line(step)}. "
        "The error is the guess minus the right y."
    )
    rows = [
        {
            "x": f"{x:g}",
            "right y": f"{y:g}",
            "guess": _n(guess),
            "error": _n(error),
            "squared": _n(error * error),
        }
        for (x, y), guess, error in zip(config.points, step.guesses, step.errors, strict=True)
    ]
    table = {name: [row[name] for row in rows] for name in rows[0]}
    with st.container(width=520, key=f"{key}-guesses"):
        st.table(table, hide_index=True, alt=f"The guess for each point in step {step.number}.")


def _formulas(run: Run, step: Step) -> None:
    count = len(step.errors)
    config = run.config
    name = OPTIMIZERS[config.optimizer].class_name
    st.markdown(
        "**2. Loss.** The mean of the squared errors, one number for how wrong the neuron is. "
        "**3. Gradient.** How fast the loss grows when the weight, or the bias, grows."
    )
    total = sum(error * error for error in step.errors)
    st.code(
        f"loss = {_n(total)} / {count} = {_n(step.loss)}\n"
        f"gradient of weight = 2/{count} × sum of error × x = {_n(step.weight.gradient)}\n"
        f"gradient of bias   = 2/{count} × sum of error     = {_n(step.bias.gradient)}",
        language=None,
    )
    momentum = " with momentum" if config.momentum else ""
    st.markdown(f"**4. Step.** {name}{momentum}, learning rate {config.learning_rate:g}, moves both numbers.")
    lines = ["weight:", *step_formulas(config, step.weight, step.number)]
    lines += ["bias:", *step_formulas(config, step.bias, step.number)]
    st.code("\n".join(lines), language=None)
    weight, bias = run.path[step.number]
    st.caption(
        f"Keras itself had weight {weight:.4f} and bias {bias:.4f} after this step. "
        "It computes with about seven digits, so the last one shown may differ."
    )


def step_formulas(config: TrainingConfig, move: Move, number: int) -> list[str]:
    """Return an optimizer's formulas for one of the two numbers, with the numbers in them, one a line.

    Args:
        config: the run's settings.
        move: what happens to the number.
        number: which step, from 1.
    """
    rate, slope = f"{config.learning_rate:g}", _n(move.gradient)
    before, after = _n(move.before), _n(move.after)
    old = {name: _n(value) for name, value in move.remembered.items()}
    new = {name: _n(value) for name, value in move.memory.items()}
    tiny = f"{neuron.EPSILON:g}".replace("e-07", "e-7")  # so that nothing is divided by 0
    match config.optimizer:
        case "rmsprop":
            return [
                f"  v   = {neuron.RHO:g} × {old['v']} + {1 - neuron.RHO:.1g} × ({slope})² = {new['v']}",
                f"  new = {before} − {rate} × ({slope}) / √({new['v']} + {tiny}) = {after}",
            ]
        case "adagrad":
            return [
                f"  v   = {old['v']} + ({slope})² = {new['v']}",
                f"  new = {before} − {rate} × ({slope}) / √({new['v']} + {tiny}) = {after}",
            ]
        case "adam":
            corrected = _n(neuron.adam_rate(config.learning_rate, number))
            return [
                f"  m   = {neuron.BETA_1:g} × ({old['m']}) + {1 - neuron.BETA_1:.1g} × ({slope}) = {new['m']}",
                f"  v   = {neuron.BETA_2:g} × {old['v']} + {1 - neuron.BETA_2:.1g} × ({slope})² = {new['v']}",
                f"  new = {before} − {corrected} × ({new['m']}) / (√{new['v']} + {tiny}) = {after}",
            ]
        case _ if config.momentum:
            return [
                f"  m   = {config.momentum:g} × ({old['m']}) − {rate} × ({slope}) = {new['m']}",
                f"  new = {before} + ({new['m']}) = {after}",
            ]
    return [f"  new = {before} − {rate} × ({slope}) = {after}"]


def _signed_line(step: Step) -> str:
    bias = step.bias.before
    return f"{_n(step.weight.before)} × x {'−' if bias < 0 else '+'} {_n(abs(bias))}"


def _n(value: float) -> str:
    """Four digits after the point, or powers of ten where they would hide the number."""
    small = value != 0 and not 0.001 <= abs(value) < 100_000
    return (f"{value:.3e}" if small else f"{value:.4f}").replace("-", "−")
