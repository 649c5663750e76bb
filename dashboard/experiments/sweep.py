"""A sweep: the same run with several values of one setting."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from dashboard.experiments.config import OPTIMIZERS, TrainingConfig, query_key
from dashboard.experiments.wording import label, listed

MOST_VALUES = 5
_TEXT_LENGTH = 400  # characters of values, or of the address, that are read at most
_RUN_ID = re.compile(r"[A-Za-z0-9_-]{1,32}")
# Values that show what the setting does, in an order that reads well.
SUGGESTED: dict[str, tuple[Any, ...]] = {
    "units": (1, 8, 32, 128, 512),
    "filters": (4, 8, 16, 32),
    "dropout": (0.0, 0.2, 0.4),
    "learning_rate": (0.0001, 0.001, 0.01, 0.1),
    "optimizer": ("sgd", "rmsprop", "adam", "adagrad"),
    "batch_size": (16, 32, 128, 512),
    "examples": (1_000, 2_000, 5_000, 10_000),
    "seed": (1, 2, 3, 4, 5),
}


class SweepError(ValueError):
    """A sweep cannot be run as asked; the message is one sentence for a person."""


@dataclass(frozen=True)
class Sweep:
    """A sweep that was started; the runs themselves hold the values.

    Args:
        setting: the field of ``TrainingConfig`` that differs.
        run_ids: the runs, in the order of the values.
    """

    setting: str
    run_ids: tuple[str, ...]


def settings_to_sweep(config: TrainingConfig) -> tuple[str, ...]:
    """Return the settings that can be swept for the config's recipe, in the order of :data:`SUGGESTED`."""
    relevant = config.relevant_fields()
    return tuple(setting for setting in SUGGESTED if setting in relevant)


def values_text(setting: str) -> str:
    """Return the suggested values as a learner would type them, for example ``"0, 0.2, 0.4"``."""
    return ", ".join(
        f"{value:.10g}" if isinstance(value, float) else f"{value}" for value in SUGGESTED[setting]
    )


def sweep_configs(base: TrainingConfig, setting: str, text: str) -> tuple[TrainingConfig, ...]:
    """Return one config a value, numbers in rising order, each otherwise the same as the base.

    Args:
        base: the settings that all runs share.
        setting: one of :func:`settings_to_sweep`.
        text: the values as typed, separated by commas, semicolons or spaces.

    Raises:
        SweepError: if there are no or too many values, or the setting cannot be swept.
        ConfigError: if a value is outside its range.
    """
    if setting not in settings_to_sweep(base):
        raise SweepError(_unknown(setting, settings_to_sweep(base)))
    words = [word for word in re.split(r"[,;\s]+", text[:_TEXT_LENGTH]) if word]
    configs = dict.fromkeys(replace(base, **{setting: _value(setting, word)}) for word in words)
    if not configs:
        raise SweepError(f"Give one to {MOST_VALUES} values of {label(setting)}, separated by commas.")
    if len(configs) > MOST_VALUES:
        raise SweepError(
            f"A sweep has at most {MOST_VALUES} values; received {len(configs)}. Leave some out."
        )
    ordered = list(configs)
    if setting != "optimizer":
        ordered.sort(key=lambda config: getattr(config, setting))
    return tuple(ordered)


def parse_sweep(text: str) -> tuple[Sweep | None, tuple[str, ...]]:
    """Read a sweep from the address, ``<setting>:<run>,<run>``; never fails.

    Returns:
        The sweep, or None where there is none to show, and one sentence for each thing that was wrong.
    """
    if not text:
        return None, ()
    name, _, runs = text[:_TEXT_LENGTH].partition(":")
    setting = next((setting for setting in SUGGESTED if query_key(setting) == name), None)
    if setting is None:
        return None, (f"{_unknown(name, [query_key(each) for each in SUGGESTED])} The sweep was left out.",)
    parts = [part for part in runs.split(",") if part]
    good = tuple(dict.fromkeys(part for part in parts if _RUN_ID.fullmatch(part)))
    problems = []
    if len(good) < len(parts) or len(good) > MOST_VALUES or not parts:
        problems.append(
            f"A sweep in the address is written as setting:run,run with at most {MOST_VALUES} runs; "
            "the rest was left out."
        )
    return (Sweep(setting, good[:MOST_VALUES]) if good else None), tuple(problems)


def sweep_to_text(sweep: Sweep) -> str:
    """Write a sweep for the address; :func:`parse_sweep` reads it."""
    return f"{query_key(sweep.setting)}:{','.join(sweep.run_ids)}"


def _value(setting: str, word: str) -> Any:
    """Turn a word into the setting's type where it can be; else give the word, which no config accepts."""
    default = next(field.default for field in fields(TrainingConfig) if field.name == setting)
    try:
        if isinstance(default, str):
            by_name = {choice.class_name.lower(): choice.id for choice in OPTIMIZERS.values()}
            return by_name.get(word.lower(), word)
        return int(word) if isinstance(default, int) else float(word)
    except ValueError:
        return word


def _unknown(received: str, known: Sequence[str]) -> str:
    return f"A sweep varies one of {listed(known).replace(' and ', ' or ')}; received {received[:40]!r}."
