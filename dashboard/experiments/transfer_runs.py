"""The runs that the lesson on transfer learning offers, by name, and what is said of one that has ended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from dashboard.experiments.config import TrainingConfig
from dashboard.experiments.transfer import CUTS, HEAD_EPOCHS, HEAD_RATE, TransferReport

DATASETS = ("cats_and_dogs", "horse_or_human")
RATES = (1e-5, 1e-4, 1e-3, 1e-2)
TUNE_EPOCHS = 8
_EPOCHS = 15
_SCRATCH_RATE = 0.001
_TOO_HIGH = 0.01
_LATE_RATE = 1e-4
_BASES = {"none": "From scratch", "random": "Frozen random base", "pretrained": "Frozen pretrained base"}
# The right way and the classic mistakes: a title and what it is to be seen by.
TUNINGS: dict[str, tuple[str, str]] = {
    "right": (
        "The right way",
        "The head learned first, so the first steps into the base are small and sensible. On so few pictures do not "
        "expect much: the head had most of it already, and training accuracy reaches 100 % within a few epochs.",
    ),
    "head_untrained": (
        "Fine-tuning before the head is trained",
        "A random head sends random gradients down, and the base follows them. Compare with the right way: the curve "
        "begins at guessing, and look at the end for new artists. At the rate that a head likes, 0.001, "
        "it is worse: choose it and run both again.",
    ),
    "too_high": (
        "A learning rate too high",
        f"At {_TOO_HIGH:g} the first steps wreck the features that were bought with millions of pictures. Look at the "
        "epoch where fine-tuning begins: the curve falls off a cliff. Start a hundred to a thousand times lower.",
    ),
    "batch_norm": (
        "BatchNormalization in training mode",
        "The training line drops where fine-tuning begins: layers normalise with the mean of 32 pictures, not with "
        "the one that they were trained with, and drag that along: choose this run above and see how far the means "
        "moved. In Keras 3 "
        "`base(x, training=False)` does not prevent it once the base may learn: `fit` passes its own `training=True` "
        "down. Freeze these layers.",
    ),
    "frozen_late": (
        "Frozen after compile",
        "The model was compiled with a base that learns, and trained for an epoch. Then came `base.trainable = False`, "
        "and no `compile`. Summary and counts say frozen, and the base goes on learning: only the hash tells. (Before "
        "the first `fit` it would still have counted. Do not rely on it: compile after every change of `trainable`.)",
    ),
}


def three_bases(dataset: str, seed: int, epochs: int = _EPOCHS) -> tuple[TrainingConfig, ...]:
    """Return the runs with nothing, a random and the pretrained base, on the same pictures and seed."""
    start = TrainingConfig(dataset, "transfer", seed=seed, epochs=epochs, learning_rate=HEAD_RATE)
    return (
        replace(start, base="none", learning_rate=_SCRATCH_RATE),
        replace(start, base="random"),
        start,
    )


def tuned(name: str, dataset: str, seed: int, tune_from: str, rate: float) -> TrainingConfig:
    """Return the run of a key of ``TUNINGS``.

    Args:
        name: the key.
        dataset: one of ``DATASETS``.
        seed: start of all randomness.
        tune_from: a key of ``transfer.CUTS``.
        rate: the learning rate of fine-tuning; two mistakes have their own.
    """
    own = {"too_high": _TOO_HIGH, "frozen_late": _LATE_RATE}
    return TrainingConfig(
        dataset,
        "transfer",
        seed=seed,
        epochs=HEAD_EPOCHS + TUNE_EPOCHS,
        learning_rate=own.get(name, rate),
        tuning="right" if name == "too_high" else name,
        tune_from=tune_from,
    )


def title(config: TrainingConfig) -> str:
    """Return a run's name for people."""
    if config.tuning == "off":
        return _BASES[config.base]
    name = "too_high" if config.tuning == "right" and config.learning_rate >= _TOO_HIGH else config.tuning
    return f"{TUNINGS[name][0]}: from {CUTS[config.tune_from].title}, {config.learning_rate:g}"


def report_row(name: str, report: TransferReport | None, seconds: float) -> Mapping[str, str]:
    """Return a run as a row of the table; a run without a report was stopped."""
    if report is None:
        columns = ("train", "same artists", "new artists", "trainable", "others", "to stay")
        return {"run": name, **dict.fromkeys(columns, "stopped"), "seconds": f"{seconds:.1f}"}
    return {
        "run": name,
        "train": f"{report.train * 100:.1f} %",
        "same artists": f"{report.same_artist * 100:.1f} %",
        "new artists": f"{report.new_artist * 100:.1f} %",
        "trainable": f"{report.trainable:,}",
        "others": f"{report.non_trainable:,}",
        "to stay": stayed(report),
        "seconds": f"{seconds:.1f}",
    }


def stayed(report: TransferReport) -> str:
    """Say whether the weights that were to stay did, with the start of both hashes."""
    if not report.frozen_before:
        return "nothing frozen"
    before, after = report.frozen_before[:8], report.frozen_after[:8]
    return f"unchanged: {before}" if report.unchanged else f"CHANGED: {before} → {after}"


def compared(reports: Mapping[str, TransferReport]) -> str:
    """Say in one sentence what the runs reached on drawings by new artists."""
    figures = ", ".join(f"{name} {report.new_artist * 100:.1f} %" for name, report in reports.items())
    return f"On drawings by new artists, with one seed: {figures}. Two points up or down are four pictures of 200."
