"""A project: pictures and settings as a question to a worker, and what came of it as files."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dashboard.experiments.artifacts import ArtifactError, read_arrays
from dashboard.experiments.project_pictures import PictureClass, expect_project, split
from dashboard.experiments.runs import answers_folder

WHAT = "project"
PICTURES_FILE, OUTCOME_FILE, ARRAYS_FILE, MODEL_FILE = (
    "pictures.npz",
    "outcome.json",
    "arrays.npz",
    "my_model.keras",
)
HISTORY = ("loss", "accuracy", "val_loss", "val_accuracy")
EPOCHS = (1, 60)
COPIES = (0, 4)
CHANGED = 4  # of how many training pictures the changed copies are kept to be shown
SHARES = (0.2, 0.25, 0.3, 0.4)
_MOST_KEPT = 8  # projects on disk; each is about 15 MB
_DAMAGED = "The files of this project are damaged or gone: train it again."


@dataclass(frozen=True)
class ProjectSettings:
    """How a project is trained.

    Args:
        epochs: of the new head.
        copies: changed copies of each training picture, beside the picture itself.
        share: the fraction of each class that is kept aside for validation.
        seed: of split, changes, first weights and order.
    """

    epochs: int = 20
    copies: int = 2
    share: float = 0.25
    seed: int = 42


@dataclass(frozen=True)
class ProjectOutcome:
    """What came of a project.

    Args:
        classes: their names, by label.
        settings: as it was trained.
        loss, accuracy, val_loss, val_accuracy: one number an epoch.
        trained: pictures trained on, copies not counted.
        seconds: computing the features, and training the head.
        labels: of the validation pictures, shape (pictures,).
        names: their files' names.
        pixels: uint8, shape (pictures, SIZE, SIZE, 3).
        probabilities: shape (pictures, classes).
        changed: changed copies of the first training pictures, copy by copy, uint8, shape (pictures, SIZE, SIZE, 3).
        maps: what each place of a picture says for the class that the model chose, shape (pictures, rows, columns).
        folder: where its files are.
    """

    classes: tuple[str, ...]
    settings: ProjectSettings
    loss: tuple[float, ...]
    accuracy: tuple[float, ...]
    val_loss: tuple[float, ...]
    val_accuracy: tuple[float, ...]
    trained: int
    seconds: tuple[float, float]
    labels: NDArray[np.int64]
    names: tuple[str, ...]
    pixels: NDArray[np.uint8]
    probabilities: NDArray[np.float32]
    changed: NDArray[np.uint8]
    maps: NDArray[np.float32]
    folder: Path

    @property
    def model(self) -> Path:
        """The trained model, as Keras saves it."""
        return self.folder / MODEL_FILE

    @property
    def confusion(self) -> NDArray[np.int64]:
        """Validation pictures of each true class (rows) that got each class (columns)."""
        counts = np.zeros((len(self.classes), len(self.classes)), np.int64)
        np.add.at(counts, (self.labels, self.probabilities.argmax(axis=1)), 1)
        return counts


def lay_out(
    classes: Sequence[PictureClass], settings: ProjectSettings, root: Path | None = None
) -> tuple[Path, dict[str, Any]]:
    """Write a project's pictures where a worker finds them.

    Args:
        classes: with their pictures.
        settings: how to train.
        root: where projects are kept; beside the other answers by default. The oldest are removed.

    Returns:
        The folder, the same for the same pictures and settings, and the question for
        ``pool.ask_without_run(folder, question, learner)``.

    Raises:
        ProjectError: if the classes make no project.
        OSError: if the folder cannot be written.
    """
    expect_project(classes)
    root = root or answers_folder() / "projects"
    told = json.dumps([[each.name for each in classes], asdict(settings)])
    content = hashlib.sha256(told.encode())
    for each in classes:
        content.update(f"{len(each.names)}".encode() + each.pixels.tobytes())
    folder = root / content.hexdigest()[:32]
    folder.mkdir(parents=True, exist_ok=True)
    _forget_old(root, folder)
    _write_pictures(folder, classes, settings)
    return folder, {"what": WHAT, "classes": [each.name.strip() for each in classes], **asdict(settings)}


def _write_pictures(folder: Path, classes: Sequence[PictureClass], settings: ProjectSettings) -> None:
    rng = np.random.default_rng(settings.seed)
    sides = [split(len(each.names), settings.share, rng) for each in classes]
    arrays = {}
    for number, side in enumerate(("train", "validation")):
        chosen = [pair[number] for pair in sides]
        arrays[side] = np.concatenate(
            [each.pixels[places] for each, places in zip(classes, chosen, strict=True)]
        )
        arrays[f"{side}_labels"] = np.repeat(np.arange(len(classes)), [len(places) for places in chosen])
        arrays[f"{side}_names"] = np.array(
            [each.names[place][:80] for each, places in zip(classes, chosen, strict=True) for place in places]
        )
    draft = folder / f"{PICTURES_FILE}.part.npz"
    np.savez_compressed(draft, **arrays)  # type: ignore[arg-type]
    draft.replace(folder / PICTURES_FILE)


def _forget_old(root: Path, keep: Path) -> None:
    folders = sorted(
        (each for each in root.iterdir() if each.is_dir()), key=lambda each: each.stat().st_mtime
    )
    for folder in [each for each in folders if each != keep][: max(0, len(folders) - _MOST_KEPT)]:
        shutil.rmtree(folder, ignore_errors=True)


def settings_of(question: Mapping[str, Any]) -> ProjectSettings:
    """Return the settings in a question.

    Raises:
        ArtifactError: if one is missing or out of range.
    """
    try:
        settings = ProjectSettings(
            int(question["epochs"]), int(question["copies"]), float(question["share"]), int(question["seed"])
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ArtifactError("Expected a project's epochs, copies, share and seed.") from error
    if not (
        EPOCHS[0] <= settings.epochs <= EPOCHS[1]
        and COPIES[0] <= settings.copies <= COPIES[1]
        and 0 < settings.share < 1
    ):
        raise ArtifactError(
            f"Expected {EPOCHS} epochs, {COPIES} copies and a share below 1; received {settings}."
        )
    return settings


def read_outcome(folder: Path) -> ProjectOutcome:
    """Read what a worker wrote.

    Raises:
        ArtifactError: if a file is missing or damaged.
    """
    try:
        told = json.loads((folder / OUTCOME_FILE).read_text(encoding="utf-8"))
        arrays, pictures = read_arrays(folder / ARRAYS_FILE), read_arrays(folder / PICTURES_FILE)
        return ProjectOutcome(
            classes=tuple(told["classes"]),
            settings=ProjectSettings(**told["settings"]),
            **{name: tuple(map(float, told["history"][name])) for name in HISTORY},
            trained=int(told["trained"]),
            seconds=(float(told["seconds"][0]), float(told["seconds"][1])),
            labels=pictures["validation_labels"].astype(np.int64),
            names=tuple(map(str, pictures["validation_names"])),
            pixels=pictures["validation"],
            probabilities=arrays["probabilities"],
            changed=arrays["changed"],
            maps=arrays["maps"],
            folder=folder,
        )
    except (OSError, KeyError, TypeError, ValueError, ArtifactError) as error:
        raise ArtifactError(_DAMAGED) from error
