"""Runs one of the course's own small programs and writes down what came of it, errors included."""

from __future__ import annotations

import contextlib
import gc
import io
import json
import os
import time
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import keras

from dashboard.experiments.artifacts import ArtifactError
from dashboard.experiments.data_folder import missing
from dashboard.experiments.datasets import arrays
from dashboard.experiments.dropout_trials import DROPOUT_TRIALS
from dashboard.experiments.metric_keys import KEY_PROGRAMS, KeyProgram
from dashboard.experiments.mismatches import MISMATCHES
from dashboard.experiments.scenes import SCENES, scene_folder
from dashboard.experiments.trials import TRIALS, Program, TrialOutcome, trial_file

PROGRAMS: Mapping[str, Program | KeyProgram] = {**TRIALS, **DROPOUT_TRIALS, **KEY_PROGRAMS, **MISMATCHES}
EXAMPLES = 2_000  # as the programs on Fashion-MNIST take
_LONGEST = 1_500  # characters of an error
_ALIKE = 50  # warnings that begin with as many equal characters are one


def answer_trial(folder: Path, question: Mapping[str, Any]) -> str:
    """Run the program that a question names.

    Args:
        folder: where the outcome is kept; made if it is not there.
        question: see ``trial_question`` in ``dashboard.experiments.trials``.

    Returns:
        The name of the file in the folder that holds the outcome.

    Raises:
        ArtifactError: if there is no such program.
        DatasetError: if a data file is missing or damaged.
        OSError: if the outcome cannot be written.
    """
    trial = PROGRAMS.get(str(question.get("trial")))
    if trial is None:
        raise ArtifactError(f"Expected one of {', '.join(PROGRAMS)}; received another program.")
    folder.mkdir(parents=True, exist_ok=True)
    name = trial_file(trial.id)
    draft = folder / f"{name}.{os.getpid()}.part"
    draft.write_text(json.dumps(run_trial(trial).to_json()), encoding="utf-8")
    draft.replace(folder / name)
    return name


def run_trial(trial: Program | KeyProgram) -> TrialOutcome:
    """Run a program on its pictures; programs are ours, never a learner's.

    Raises:
        DatasetError: if a data file is missing or damaged.
    """
    scope = _scope(trial.dataset)
    began = time.monotonic()
    error = ""
    # A worker's own output is for messages. What a program prints is thrown away, what it is warned of is not.
    with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            exec(compile(trial.body, "program.py", "exec"), scope)  # a program of the course
        except Exception as problem:  # what the learner is to read, whatever it is
            error = in_short(problem)
    seconds = round(time.monotonic() - began, 3)
    history = {} if error else scope["history"].history
    answer = () if error else tuple(float(value) for value in scope.get("answer", ()))
    scope.clear()
    gc.collect()  # a model and its graphs hold each other
    return TrialOutcome(history, error, seconds, answer, _warned(caught))


def _warned(caught: Sequence[warnings.WarningMessage]) -> tuple[str, ...]:
    """Return what Keras warned of, in the two classes that it uses; what differs in a shape alone is told once."""
    told: dict[str, str] = {}
    for each in caught:
        if each.category in (UserWarning, SyntaxWarning) and isinstance(each.message, Warning):
            told.setdefault(str(each.message)[:_ALIKE], in_short(each.message))
    return tuple(told.values())


def _scope(dataset: str) -> dict[str, Any]:
    """Return what the head of a program on these pictures leaves behind, from wherever they lie here."""
    if dataset in SCENES:
        folder = scene_folder(dataset, "train").parent
        if not folder.is_dir():
            raise missing(folder)
        return {"keras": keras, "FOLDER": str(folder)}
    x, y = (part[:EXAMPLES] for part in arrays(dataset, "train"))
    return {"keras": keras, "x_train": x, "y_train": y}


def in_short(error: Warning | Exception) -> str:
    """Return an error as its class and what it says, without the places in files that it lists."""
    lines = [line for line in str(error).splitlines() if line.strip() and not line.startswith('  File "')]
    return f"{type(error).__name__}: " + "\n".join(lines)[:_LONGEST]
