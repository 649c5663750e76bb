"""Answers questions about a run's trained model, in a worker: what each layer makes of one picture."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from dashboard.experiments.artifacts import ArtifactError, fingerprint
from dashboard.experiments.config import TrainingConfig
from dashboard.experiments.datasets import arrays
from dashboard.experiments.look import Look, look_name, own_name, own_pixels, read_look, write_look
from dashboard.experiments.passes import passes_name
from dashboard.experiments.where import is_own, where_name
from dashboard.workers.dropout import several_passes
from dashboard.workers.measuring import as_inputs, layer_outputs
from dashboard.workers.program import Program
from dashboard.workers.trainer import Trainer
from dashboard.workers.where import look_where


def answer(trainer: Trainer, folder: Path, config: TrainingConfig, question: Mapping[str, Any]) -> str:
    """Answer one question about a trained model.

    Args:
        trainer: what the worker trains with; it restores the run's model.
        folder: the run's folder.
        config: the run's settings.
        question: ``{"what": "look", "picture": 7}`` or ``{"what": "own", "pixels": "..."}``: see ``question`` and
            ``own_question`` in ``dashboard.experiments.look``. Or ``{"what": "where", ...}`` with either member: see
            ``dashboard.experiments.where``. Or ``{"what": "passes", "picture": 7}``: see
            ``dashboard.experiments.passes``.

    Returns:
        The name of the file in the folder that holds the answer.

    Raises:
        ArtifactError: if the question makes no sense, or the run's files are missing or damaged.
        DatasetError: if a data file is missing or damaged.
        OSError: if the answer cannot be written.
    """
    what = question.get("what")
    if what not in ("look", "own", "where", "passes"):
        raise ArtifactError(f"Expected a question about a look; received {what!r}.")
    if not folder.is_dir():
        raise ArtifactError("The files of this run are gone: press Train to run it again.")
    own = what == "own" or (what == "where" and is_own(question))
    name, pixels = (_own_picture if own else _test_picture)(config, question)
    if what == "where":
        name = where_name(name)
    elif what == "passes":
        name = passes_name(name)
    program = trainer.restore(config, folder)
    mark = fingerprint(weight.numpy() for weight in program.model.weights)
    if read_look(folder, mark, name) is not None:
        return look_name(mark, name)
    if what == "where":
        found = look_where(program, pixels).as_look()
    elif what == "passes":
        found = several_passes(program.model, pixels, config.seed).as_look()
    else:
        found = look_at(program, pixels)
    return write_look(folder, mark, name, found)


def _test_picture(config: TrainingConfig, question: Mapping[str, Any]) -> tuple[int | str, NDArray[Any]]:
    examples = _test_inputs(config.dataset, config.size)
    picture = question.get("picture")
    if type(picture) is not int or not 0 <= picture < len(examples):
        raise ArtifactError(
            f"Expected a test picture from 0 to {len(examples) - 1:,}; received {str(picture)[:40]}."
        )
    return picture, examples[picture]


def _own_picture(config: TrainingConfig, question: Mapping[str, Any]) -> tuple[int | str, NDArray[Any]]:
    if len(config.input_shape) not in (2, 3):
        raise ArtifactError(
            f"Expected a model for pictures; this one takes inputs of shape {config.input_shape}."
        )
    pixels = own_pixels(question.get("pixels"), config.input_shape)
    return own_name(pixels), pixels


def look_at(program: Program, picture: Any) -> Look:
    """Return what every layer of a model gives for one picture.

    Args:
        program: the trained model.
        picture: one example as the program takes it: uint8 pixels, or floats.
    """
    outputs = layer_outputs(program.model, as_inputs(picture[None]))
    names = [layer.name for layer in program.model.layers]
    return Look({name: output.numpy()[0] for name, output in zip(names, outputs, strict=True)})


@lru_cache(maxsize=2)
def _test_inputs(dataset: str, size: int | None) -> NDArray[Any]:
    return arrays(dataset, "test", size)[0]
